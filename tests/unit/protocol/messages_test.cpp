// The generated types: every one survives a round trip, and the rules hold where members are read.
#include "protocol/gen/messages.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "protocol/wire.hpp"

using namespace tt::protocol;

namespace {

template <class T>
void check_round_trip(const char* name, std::string_view text) {
  CAPTURE(name);
  const auto value = parse(text);
  REQUIRE(value.has_value());
  const auto first = decode<T>(*value);
  if (!first) FAIL(first.error().message);
  const nlohmann::json again = encode(*first);
  CHECK(dump(again) == dump(*value));
  const auto second = decode<T>(again);
  REQUIRE(second.has_value());
  CHECK(*first == *second);
}

template <class T>
std::string fault_of(std::string_view text) {
  const auto value = parse(text);
  REQUIRE(value.has_value());
  const auto decoded = decode<T>(*value);
  if (decoded) return "";
  CHECK(decoded.error().kind == tt::ErrorKind::kInvalidArgument);
  return decoded.error().message;
}

}  // namespace

TEST_CASE("every wire type survives decoding and encoding, with all members and with the required ones only") {
#define SAMPLE(type, text) check_round_trip<type>(#type, text);
#include "protocol/gen/samples.inc"
#undef SAMPLE
}

TEST_CASE("a fault names the place in the message") {
  CHECK(fault_of<JobReadParams>(R"({"id":"a","offset":3.9})") ==
        "params.offset: expected an unsigned integer up to 9007199254740991, got 3.9");
  CHECK(fault_of<JobReadParams>(R"({"id":"a"})") == "params.offset: is missing");
  CHECK(fault_of<JobReadParams>(R"({"id":null,"offset":0})") == "params.id: expected a string, got null");
  CHECK(fault_of<JobReadParams>("[]") == "params: expected an object, got an array");
  CHECK(fault_of<JobStartParams>(R"({"file":{"uri":1}})") == "params.file.uri: expected a string, got 1");
  CHECK(
      fault_of<PublishDiagnosticsParams>(
          R"({"uri":"file:///a","diagnostics":[{"message":"m","range":{"start":{"line":0,"character":0},"end":{"line":-1,"character":0}}}]})") ==
      "params.diagnostics[0].range.end.line: expected an unsigned integer up to 2147483647, got -1");
  CHECK(fault_of<ConfirmResult>("{}") == "params.accepted: is missing");
  CHECK(decode<ConfirmResult>(nlohmann::json::object(), "result").error().message == "result.accepted: is missing");
}

TEST_CASE("null for an optional member counts as absent, and absent members aren't written") {
  const auto params = decode<JobReadParams>(nlohmann::json::parse(R"({"id":"a","offset":0,"maxBytes":null,"waitMs":5})"));
  REQUIRE(params.has_value());
  CHECK_FALSE(params->maxBytes.has_value());
  CHECK(dump(encode(*params)) == R"({"id":"a","offset":0,"waitMs":5})");
}

TEST_CASE("unknown members are ignored") { CHECK(fault_of<TrustParams>(R"({"trusted":true,"later":[{}]})") == ""); }

TEST_CASE("params that were left out count as an object without members") {
  CHECK(fault_of<LessonListParams>("null") == "");
  CHECK(fault_of<JobListParams>("null") == "");
  CHECK(fault_of<TrustParams>("null") == "params.trusted: is missing");
  CHECK(fault_of<JobStartParams>(R"({"file":{"uri":"a"}})") == "");
  CHECK(fault_of<DidOpenTextDocumentParams>(R"({"textDocument":null})") == "params.textDocument: expected an object, got null");
  CHECK(fault_of<NoParams>("[1]") == "");
}

TEST_CASE("a client that starts with nulls is understood") {
  const auto params = decode<InitializeParams>(
      nlohmann::json::parse(R"({"processId":null,"rootUri":null,"workspaceFolders":null,"capabilities":{},"trace":"off"})"));
  REQUIRE(params.has_value());
  CHECK_FALSE(params->workspaceFolders.has_value());
  CHECK(params->trace == TraceValue::kOff);
}

TEST_CASE("results that aren't structs are written as what they are") {
  CHECK(dump(encode<Shutdown::Result>(nullptr)) == "null");
  CHECK(dump(encode(TextDocumentCodeLens::Result{})) == "[]");
  CHECK(dump(encode(WindowShowMessageRequest::Result{})) == "null");
  const auto picked = decode<WindowShowMessageRequest::Result>(nlohmann::json::parse(R"({"title":"Run"})"), "result");
  REQUIRE(picked.has_value());
  REQUIRE(picked->has_value());
  CHECK((*picked)->title == "Run");
}

TEST_CASE("an enum is written as it is on the wire and shown by its name") {
  CHECK(encode(ErrorData{.kind = ErrorKind::kTooLarge, .remedy = {}}).at("kind") == "tooLarge");
  CHECK(encode(LogMessageParams{.type = MessageType::kInfo, .message = "m"}).at("type") == 3);
  CHECK(to_string(JobState::kExecFailed) == "execFailed");
  CHECK(to_string(MessageType::kInfo) == "info");
  CHECK(static_cast<int>(ErrorCode::kRequestFailed) == -32803);
}

TEST_CASE("the error kinds on the wire are those of the daemon") {
  for (int kind = 0; kind <= static_cast<int>(tt::ErrorKind::kInternal); ++kind) {
    CHECK(to_string(static_cast<ErrorKind>(kind)) == tt::to_string(static_cast<tt::ErrorKind>(kind)));
  }
  CHECK(to_string(static_cast<ErrorKind>(static_cast<int>(tt::ErrorKind::kInternal) + 1)).empty());
}

TEST_CASE("a method tag carries the method's name and types") {
  static_assert(JobRead::kMethod == "tenstorrent/job/read");
  static_assert(std::is_same_v<JobRead::Params, JobReadParams> && std::is_same_v<JobRead::Result, JobReadResult>);
  static_assert(std::is_same_v<JobWrite::Result, std::nullptr_t>);
  static_assert(std::is_same_v<DeviceDidChange::Params, DeviceListResult>);
  static_assert(CancelRequest::kMethod == "$/cancelRequest");
  CHECK(fault_of<CancelRequest::Params>(R"({"id":{}})") == "params.id: expected an integer or a string, got an object");
}
