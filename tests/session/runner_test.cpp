// The runner itself, against a daemon that says what it is told to.
#include "runner.hpp"

#include <doctest/doctest.h>

#include "rpc/framing.hpp"

using namespace tt::session;

namespace {

// Says its lines at once, whatever it is sent, and exits.
class Parrot final : public Peer {
 public:
  explicit Parrot(std::vector<std::string> bodies, std::string tail = {}) {
    for (const std::string& body : bodies) said_ += tt::rpc::frame(body);
    said_ += tail;
  }
  void send(std::string_view bytes) override { heard += bytes; }
  void close_input() override {}
  tt::Result<std::string> receive(std::chrono::milliseconds) override { return std::exchange(said_, {}); }
  std::optional<int> wait_for_exit(std::chrono::milliseconds) override { return 0; }

  std::string heard;

 private:
  std::string said_;
};

std::optional<std::string> play(std::string_view text, Parrot parrot) {
  const World world;
  const tt::Result<Script> script = parse_script(text, "a.session", "/nowhere");
  REQUIRE_MESSAGE(script.has_value(), script.error().message);
  return tt::session::play(*script, parrot, world);
}

constexpr std::string_view kOne = R"({"jsonrpc":"2.0","id":1,"result":5})";
constexpr std::string_view kTold = R"({"jsonrpc":"2.0","method":"told","params":{"n":1}})";
constexpr std::string_view kAsked = R"({"jsonrpc":"2.0","id":1,"method":"told","params":{}})";

}  // namespace

TEST_CASE("a session that goes as written has nothing to report") {
  CHECK_FALSE(play("<- {\"id\": 1, \"result\": \"*\"}\n! exit 0\n", Parrot({std::string(kOne)})));
}

TEST_CASE("a message that isn't listed fails, between two lines and at the end") {
  CHECK(play("<- {\"id\": 1, \"result\": 5}\n! exit 0\n", Parrot({std::string(kTold), std::string(kOne)})));
  CHECK(play("<- {\"id\": 1, \"result\": 5}\n! exit 0\n", Parrot({std::string(kOne), std::string(kTold)})));
}

TEST_CASE("a notification that is ignored may come, and may still be asked for; a request is never ignored") {
  const std::string ignored = "~ ignore told\n<- {\"id\": 1, \"result\": 5}\n";
  const std::vector<std::string> both = {std::string(kTold), std::string(kOne)};
  CHECK_FALSE(play(ignored + "! exit 0\n", Parrot(both)));
  CHECK_FALSE(play(ignored + "<- {\"method\": \"told\", \"params\": {\"n\": 1}}\n! exit 0\n", Parrot(both)));
  CHECK(play(ignored + "<- {\"method\": \"told\", \"params\": {\"n\": 2}}\n! exit 0\n", Parrot(both)));
  CHECK(play(ignored + "! exit 0\n", Parrot({std::string(kAsked), std::string(kOne)})));
}

TEST_CASE("a missing message, another exit code, a broken frame and other JSON fail") {
  CHECK(play("<- {\"id\": 1, \"result\": 5}\n", Parrot({})));
  CHECK(play("! exit 3\n", Parrot({})));
  CHECK(play("! exit 0\n", Parrot({}, "printed by a library\r\n\r\n")));
  CHECK(play("! exit 0\n", Parrot({}, "Content-Length: 5\r\n\r\n{")));
  CHECK(play("<- \"*\"\n", Parrot({R"({"id":1,"result":5})"})));
  CHECK(play("<- \"*\"\n", Parrot({"[]"})));
}

TEST_CASE("what is sent is framed JSON-RPC 2.0, and raw bytes are left alone") {
  const World world;
  Parrot parrot({});
  const tt::Result<Script> script = parse_script("-> {\"id\": 1}\n-> raw x\n", "a.session", "/nowhere");
  REQUIRE(script.has_value());
  REQUIRE_FALSE(tt::session::play(*script, parrot, world));
  CHECK(parrot.heard == tt::rpc::frame(R"({"id":1,"jsonrpc":"2.0"})") + "x");
}

TEST_CASE("files and jobs are looked at where a line says so") {
  CHECK_FALSE(play("! write ${home}/a one\\ntwo\n! holds ${home}/a two\n! absent ${home}/b\n! jobs 0\n", Parrot({})));
  CHECK(play("! holds ${home}/a two\n", Parrot({})));
  CHECK(play("! write ${home}/a one\n! holds ${home}/a two\n", Parrot({})));
  CHECK(play("! absent ${home}\n", Parrot({})));
  CHECK(play("! jobs 1\n", Parrot({})));
}
