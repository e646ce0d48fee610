// Every method of the protocol that the daemon serves has a session in which it succeeds and one in which it is refused.
#include <boost/asio/io_context.hpp>
#include <set>

#include "cases.hpp"
#include "server/session.hpp"

using namespace tt::session;

namespace {

struct Covered {
  std::set<std::string> sent, good, bad;
};

// A method counts as covered by the answer that the session expects to the id that it was sent with.
void cover(const Script& script, Covered& covered) {
  std::map<Json, std::string> in_flight;
  for (const Statement& statement : script) {
    if (const auto* send = std::get_if<Send>(&statement.what)) {
      const Json message = Json::parse(send->json, nullptr, false);
      if (!message.is_object() || !message.contains("method") || !message["method"].is_string()) continue;
      covered.sent.insert(message["method"].get<std::string>());
      if (message.contains("id")) in_flight[message["id"]] = message["method"].get<std::string>();
    } else if (const auto* expect = std::get_if<Expect>(&statement.what)) {
      const tt::Result<Json> message = parse_pattern(expect->pattern);
      REQUIRE_MESSAGE(message.has_value(), statement.place);
      if (!message->is_object() || !message->contains("id") || message->contains("method")) continue;
      const auto asked = in_flight.find((*message)["id"]);
      if (asked == in_flight.end()) continue;
      (message->contains("result") ? covered.good : covered.bad).insert(asked->second);
    }
  }
}

Covered cover_all() {
  Covered covered;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(TT_SESSION_ROOT) / "cases")) {
    const tt::Result<Script> script = load_case(entry.path());
    REQUIRE_MESSAGE(script.has_value(), script.error().message);
    cover(*script, covered);
  }
  return covered;
}

struct Methods {
  std::set<std::string> requests, notifications;
};

Methods served_methods() {
  const World world;
  tt::asio::io_context loop;
  tt::asio::thread_pool pool(1), store_pool(1);
  const tt::server::Session session(loop.get_executor(), ::dup(0), ::dup(1), {world.state(), "", "", "", "/", ""}, pool,
                                    store_pool);
  Methods methods;
  session.binder().each_method([&](const std::string& method) {
    (session.binder().request(method) != nullptr ? methods.requests : methods.notifications).insert(method);
  });
  return methods;
}

std::string missing(const std::set<std::string>& wanted, const std::set<std::string>& there) {
  std::string names;
  for (const std::string& name : wanted) {
    if (!there.contains(name)) names += name + ' ';
  }
  return names;
}

}  // namespace

TEST_CASE("every request has a session in which it succeeds and one in which it is refused") {
  const Methods methods = served_methods();
  const Covered covered = cover_all();
  REQUIRE(methods.requests.size() > 15);
  CHECK(missing(methods.requests, covered.good) == "");
  CHECK(missing(methods.requests, covered.bad) == "");
}

TEST_CASE("every notification that a client may send is sent in a session") {
  const Methods methods = served_methods();
  REQUIRE(methods.notifications.size() > 5);
  CHECK(missing(methods.notifications, cover_all().sent) == "");
}
