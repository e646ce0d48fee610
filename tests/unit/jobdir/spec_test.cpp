#include "jobdir/spec.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "temporary_folder.hpp"

using namespace tt;
using namespace tt::jobdir;

namespace {

Spec full() {
  Spec spec;
  spec.id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  spec.number = 9'007'199'254'740'993;
  spec.title = "RMSNorm – practice";
  spec.command = "tenstorrent.practice.rmsnorm";
  spec.lesson = "bounty";
  spec.step = "rmsnorm";
  spec.pack = "core 1.0.0";
  spec.argv = {"python3", "-u", "a b", ""};
  spec.cwd = "/home/u/ü";
  spec.environment_names = {"PATH", "HF_TOKEN"};
  spec.environment = {"MODEL=llama", "HF_TOKEN=[redacted]"};
  spec.arguments = {{"hidden", "3072"}, {"name", ""}};
  spec.file = FileSpec{"/w/test_a.py", "test_x", true, {"test_a.py::test_x[1]"}, false};
  spec.need = "2 n300";
  spec.choices = {{"n300 0, n300 1", {"card-0", "card-1"}, {}, {"MESH_DEVICE=N300"}},
                  {"n300 0, n300 2", {"card-0", "card-2"}, {}, {}}};
  spec.gates = {GateSpec{"pcc", 0.99, std::nullopt}};
  spec.mode = OutputMode::kPipe;
  spec.columns = 80;
  spec.rows = 24;
  spec.interrupt_grace_ms = 60'000;
  spec.terminate_grace_ms = 15'000;
  spec.time_limit_ms = 7;
  spec.log_limit_bytes = 64'000'000'000;
  spec.created_wall_ms = 1'790'000'000'123;
  return spec;
}

}  // namespace

TEST_CASE("a spec is read as it was written, and written once") {
  const TemporaryFolder place;
  CHECK(read_spec(place.path).error().kind == ErrorKind::kNotFound);
  REQUIRE(write_spec(place.path, full()).has_value());
  CHECK(read_spec(place.path).value() == full());
  CHECK(write_spec(place.path, full()).error().kind == ErrorKind::kConflict);
  struct stat info{};
  REQUIRE(::stat((place.path / "spec.json").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777u) == 0600u);
  Spec several = full();
  several.gates = {{"top1", 80, std::nullopt}, {"top5", 95, 100}};
  CHECK(parse_spec(format_spec(several)).value() == several);
  Spec plain = full();
  plain.file.reset();
  plain.choices.clear();
  plain.arguments.clear();
  plain.gates.clear();
  plain.mode = OutputMode::kPty;
  CHECK(parse_spec(format_spec(plain)).value() == plain);
}

TEST_CASE("arguments that aren't UTF-8 don't stop a spec from being written") {
  Spec spec = full();
  spec.argv = {"x", "\xFF\xFE"};
  CHECK(parse_spec(format_spec(spec)).value().argv[1] == "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("a spec of another shape is refused and its field named") {
  struct Case {
    std::string json;
    ErrorKind kind;
    std::string names;
  };
  const std::string good = R"("id":"x","argv":["a"],"mode":"pty")";
  const Case cases[] = {
      {"", ErrorKind::kMalformed, "JSON"},
      {"[]", ErrorKind::kMalformed, "JSON"},
      {"{", ErrorKind::kMalformed, "JSON"},
      {std::string(100'000, '['), ErrorKind::kMalformed, "JSON"},
      {"{" + good + "}", ErrorKind::kMalformed, "version"},
      {R"({"version":2})", ErrorKind::kUnsupported, "version 2"},
      {R"({"version":1,"argv":["a"],"mode":"pty"})", ErrorKind::kMalformed, "'id'"},
      {R"({"version":1,"id":"x","mode":"pty"})", ErrorKind::kMalformed, "'argv'"},
      {R"({"version":1,"id":"x","argv":["a",1],"mode":"pty"})", ErrorKind::kMalformed, "'argv'"},
      {R"({"version":1,"id":"x","argv":["a"],"mode":"fax"})", ErrorKind::kMalformed, "'mode'"},
      {R"({"version":1,"columns":70000,)" + good + "}", ErrorKind::kMalformed, "'columns'"},
      {R"({"version":1,"columns":3.9,)" + good + "}", ErrorKind::kMalformed, "'columns'"},
      {R"({"version":1,"columns":-1,)" + good + "}", ErrorKind::kMalformed, "'columns'"},
      {R"({"version":1,"title":7,)" + good + "}", ErrorKind::kMalformed, "'title'"},
      {R"({"version":1,"gate":{"atLeast":1},)" + good + "}", ErrorKind::kMalformed, "'gate'"},
      {R"({"version":1,"gate":"pcc",)" + good + "}", ErrorKind::kMalformed, "'gate'"},
      {R"({"version":1,"gate":[{"measure":"pcc","atLeast":1},{}],)" + good + "}", ErrorKind::kMalformed, "'gate'"},
  };
  for (const Case& c : cases) {
    INFO(c.json.substr(0, 100));
    const Result<Spec> spec = parse_spec(c.json);
    REQUIRE_FALSE(spec.has_value());
    CHECK(spec.error().kind == c.kind);
    CHECK(spec.error().message.find(c.names) != std::string::npos);
  }
  CHECK(parse_spec(R"({"version":1,"future":{"a":[1]},)" + good + "}").has_value());
}

TEST_CASE("a spec of the version before names one lease, which is its one choice") {
  Spec spec = full();
  spec.choices.clear();
  std::string text = format_spec(spec);
  CHECK(parse_spec(text).value().choices.empty());
  text.insert(text.find('{') + 1, "\"device\": \"card-0\",");
  const std::vector<CardChoice> choices = parse_spec(text).value().choices;
  REQUIRE(choices.size() == 1);
  CHECK(choices[0].leases == std::vector<std::string>{"card-0"});
  CHECK(choices[0].device == "card-0");
}

TEST_CASE("what is new in a spec has its shape checked, too") {
  for (const char* field : {"\"choices\": 1", "\"choices\": [1]", "\"choices\": [{}]", "\"choices\": [{\"leases\": [1]}]",
                            "\"file\": {}", "\"file\": {\"path\": \"/x\", \"pytest\": 1}", "\"arguments\": {}",
                            "\"arguments\": [{\"value\": \"x\"}]", "\"environment\": \"x\"", "\"need\": 1"}) {
    CAPTURE(field);
    const std::string name = std::string(field).substr(1, std::string(field).find('"', 1) - 1);
    const std::string text = std::string(R"({"version": 1, "id": "x", "argv": ["a"], "mode": "pty", )") + field + "}";
    const Result<Spec> spec = parse_spec(text);
    REQUIRE_FALSE(spec);
    CHECK(spec.error().message.find("'" + name + "'") != std::string::npos);
  }
}
