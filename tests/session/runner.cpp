#include "runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <set>

#include "base/files.hpp"
#include "pattern.hpp"
#include "rpc/framing.hpp"

namespace tt::session {
namespace {

// A test that waits longer has failed; it is long because the machine may be busy with other tests.
constexpr std::chrono::milliseconds kPatience{30'000};
constexpr std::size_t kLargestFile = 1u << 20;

using Failure = std::optional<std::string>;

// Invariant: messages_ are those that came and weren't expected yet, in order; passed_ are the ones among them that were
// passed over as ignored, which a later line may still ask for.
class Player {
 public:
  Player(Peer& peer, const World& world) : peer_(peer), world_(world), known_(world.names()) {}

  Failure run(const Script& script) {
    for (const Statement& statement : script) {
      Failure failure = std::visit([this](const auto& what) { return play(what); }, statement.what);
      if (failure) return fmt::format("{}: {}", statement.place, *failure);
    }
    return std::nullopt;
  }

 private:
  Failure play(const Ignore& ignore) {
    ignored_.insert(ignore.method);
    return std::nullopt;
  }

  Failure play(const Send& send) {
    const Json parsed = Json::parse(send.json, nullptr, false);
    if (parsed.is_discarded()) return "this is no JSON: " + send.json;
    Result<Json> message = substitute(parsed, known_);
    if (!message) return message.error().message;
    if (message->is_object() && !message->contains("jsonrpc")) (*message)["jsonrpc"] = "2.0";
    peer_.send(rpc::frame(message->dump()));
    return std::nullopt;
  }

  Failure play(const SendBytes& send) {
    peer_.send(send.framed ? rpc::frame(send.bytes) : send.bytes);
    return std::nullopt;
  }

  Failure play(const Expect& expect) {
    const Result<Json> pattern = parse_pattern(expect.pattern);
    if (!pattern) return pattern.error().message;
    // Ignored notifications may have come before the message that they belong behind.
    for (auto message = passed_.begin(); message != passed_.end(); ++message) {
      if (mismatch(*pattern, *message, known_)) continue;
      passed_.erase(passed_.begin(), std::next(message));
      return std::nullopt;
    }
    while (true) {
      Result<std::optional<Json>> message = next();
      if (!message) return fmt::format("{} ({} was expected)", message.error().message, expect.pattern);
      if (!*message) return fmt::format("the daemon closed its end, and {} was expected", expect.pattern);
      const Failure wrong = mismatch(*pattern, **message, known_);
      if (!wrong) return std::nullopt;
      if (!is_ignored(**message)) return fmt::format("{}\n  expected: {}\n  came: {}", *wrong, expect.pattern, (*message)->dump());
      passed_.push_back(std::move(**message));
    }
  }

  Failure play(const Close&) {
    peer_.close_input();
    return std::nullopt;
  }

  Failure play(const Exit& exit) {
    while (true) {
      const Result<std::optional<Json>> message = next();
      if (!message) return message.error().message;
      if (!*message) break;
      if (!is_ignored(**message)) return "nothing more was expected, and this came: " + (*message)->dump();
    }
    const std::optional<int> code = peer_.wait_for_exit(kPatience);
    if (!code) return "the daemon did not exit by itself";
    if (*code != exit.code) return fmt::format("the daemon's exit code is {}, not {}", *code, exit.code);
    return std::nullopt;
  }

  Failure play(const Jobs& jobs) {
    if (world_.jobs() == jobs.count) return std::nullopt;
    return fmt::format("{} jobs were started, not {}", world_.jobs(), jobs.count);
  }

  Failure play(const Origin&) {
    make_origin();
    return std::nullopt;
  }

  Failure play(const Write& write) {
    const Result<std::string> path = substitute_text(write.path, known_);
    const Result<std::string> text = substitute_text(write.text, known_);
    if (!path || !text) return "a name isn't known";
    std::error_code ignored;
    std::filesystem::create_directories(std::filesystem::path(*path).parent_path(), ignored);
    const Result<void> written = write_file_atomically(*path, *text);
    return written ? Failure() : Failure(written.error().message);
  }

  Failure play(const Rename& rename) {
    const Result<std::string> from = substitute_text(rename.from, known_);
    const Result<std::string> to = substitute_text(rename.to, known_);
    if (!from || !to) return "a name isn't known";
    std::error_code failure;
    std::filesystem::rename(*from, *to, failure);
    return failure ? Failure(failure.message()) : Failure();
  }

  Failure play(const Holds& holds) {
    const Result<std::string> path = substitute_text(holds.path, known_);
    const Result<std::string> text = substitute_text(holds.text, known_);
    if (!path || !text) return "a name isn't known";
    const Result<std::string> found = read_file(*path, kLargestFile);
    if (!found) return found.error().message;
    if (found->find(*text) != std::string::npos) return std::nullopt;
    return fmt::format("{} lacks '{}'; it is:\n{}", *path, *text, *found);
  }

  Failure play(const Absent& absent) {
    const Result<std::string> path = substitute_text(absent.path, known_);
    if (!path) return path.error().message;
    return std::filesystem::exists(*path) ? Failure(*path + " is there") : std::nullopt;
  }

  bool is_ignored(const Json& message) const {
    return !message.contains("id") && message.contains("method") && ignored_.contains(message["method"].get<std::string>());
  }

  // The next message without its "jsonrpc"; nothing at the end of the daemon's output.
  Result<std::optional<Json>> next() {
    while (messages_.empty()) {
      const Result<std::string> bytes = peer_.receive(kPatience);
      if (!bytes) return std::unexpected(bytes.error());
      if (bytes->empty()) {
        if (frames_.at_border()) return std::optional<Json>();
        return fail(ErrorKind::kMalformed, "the daemon's output ends inside a message");
      }
      bool is_json = true;
      const Result<void> framed = frames_.push(*bytes, [&](const std::string& body) {
        Json message = Json::parse(body, nullptr, false);
        is_json = is_json && message.is_object() && message.value("jsonrpc", "") == "2.0";
        if (message.is_object()) message.erase("jsonrpc");
        messages_.push_back(std::move(message));
      });
      if (!framed) return std::unexpected(framed.error());
      if (!is_json) return fail(ErrorKind::kMalformed, "the daemon sent something that isn't JSON-RPC 2.0");
    }
    Json message = std::move(messages_.front());
    messages_.pop_front();
    return std::optional(std::move(message));
  }

  Peer& peer_;
  const World& world_;
  Bindings known_;
  std::set<std::string> ignored_;
  rpc::FrameParser frames_;
  std::deque<Json> messages_, passed_;
};

}  // namespace

std::optional<std::string> play(const Script& script, Peer& peer, const World& world) { return Player(peer, world).run(script); }

}  // namespace tt::session
