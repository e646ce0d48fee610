#include "server/diagnostics.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

using namespace tt;
using server::Diagnostics;
using server::FileDiagnostics;
using server::SourcePlace;

namespace {

gates::Mark mark(gates::MarkKind kind, const std::string& text, bool error = true) {
  gates::Mark made;
  made.kind = kind;
  made.error = error;
  made.text = text;
  return made;
}

FileDiagnostics saying(const std::string& file, const std::string& text) {
  const std::vector<gates::Mark> marks = {mark(gates::MarkKind::kCompiler, text)};
  const std::vector<std::optional<SourcePlace>> places = {SourcePlace{file, 3, 1}};
  return server::diagnostics_of(1, marks, places);
}

jobs::JobRecord job(const std::string& id, std::uint32_t number, const std::string& program) {
  jobs::JobRecord made;
  made.id = id;
  made.number = number;
  made.argv = {program};
  made.cwd = "/w";
  return made;
}

// What a client shows: the last list of each file.
struct Shown {
  std::map<std::string, std::string> files;  // "text;text"
  int messages = 0;

  Diagnostics::Publish publish() {
    return [this](const protocol::PublishDiagnosticsParams& params) {
      ++messages;
      std::string text;
      for (const protocol::Diagnostic& diagnostic : params.diagnostics) text += (text.empty() ? "" : ";") + diagnostic.message;
      files[params.uri] = text;
    };
  }
};

}  // namespace

TEST_CASE("marks that belong into a file become its diagnostics") {
  using Kind = gates::MarkKind;
  const std::vector<gates::Mark> marks = {
      mark(Kind::kPytest, "assert 1 == 2"), mark(Kind::kCompiler, "unused", false), mark(Kind::kLog, "slow"),
      mark(Kind::kException, "check"),      mark(Kind::kTraceback, "nowhere"),      mark(Kind::kPytest, "assert 1 == 2")};
  const std::vector<std::optional<SourcePlace>> places = {SourcePlace{"/w/a b.py", 5, 0},
                                                          SourcePlace{"/w/c.cpp", 7, 3},
                                                          SourcePlace{"/w/c.cpp", 1, 0},
                                                          SourcePlace{"/w/c.cpp", 1, 0},
                                                          std::nullopt,
                                                          SourcePlace{"/w/a b.py", 5, 0}};
  const FileDiagnostics files = server::diagnostics_of(4, marks, places);
  REQUIRE(files.size() == 2);
  const auto& test = files.at("file:///w/a%20b.py");
  REQUIRE(test.size() == 1);  // said twice, shown once
  CHECK(test[0].message == "assert 1 == 2");
  CHECK(test[0].code == "#4");
  CHECK(test[0].source == "tt-bringup");
  CHECK(test[0].severity == protocol::DiagnosticSeverity::kError);
  CHECK(test[0].range.start.line == 4);
  CHECK(test[0].range.start.character == 0);
  CHECK(test[0].range.end.character > 0);
  const auto& unused = files.at("file:///w/c.cpp");
  REQUIRE(unused.size() == 1);
  CHECK(unused[0].severity == protocol::DiagnosticSeverity::kWarning);
  CHECK(unused[0].range.start.line == 6);
  CHECK(unused[0].range.start.character == 2);
}

TEST_CASE("a job has no more diagnostics than there is use for") {
  std::vector<gates::Mark> marks;
  std::vector<std::optional<SourcePlace>> places;
  for (std::uint32_t i = 0; i < 500; ++i) {
    marks.push_back(mark(gates::MarkKind::kCompiler, "no"));
    places.push_back(SourcePlace{"/w/a.cpp", i + 1, 1});
  }
  CHECK(server::diagnostics_of(1, marks, places).at("file:///w/a.cpp").size() == server::kMostDiagnostics);
}

TEST_CASE("what several jobs say of a file is one list, and goes with its job") {
  Shown shown;
  Diagnostics diagnostics(shown.publish());
  diagnostics.begin(job("b", 2, "two"));
  diagnostics.begin(job("a", 1, "one"));
  diagnostics.put("b", saying("/w/a.cpp", "second"));
  CHECK(shown.files["file:///w/a.cpp"] == "second");
  diagnostics.put("a", saying("/w/a.cpp", "first"));
  CHECK(shown.files["file:///w/a.cpp"] == "first;second");
  const int before = shown.messages;
  diagnostics.put("a", saying("/w/a.cpp", "first"));
  CHECK(shown.messages == before);  // nothing new
  diagnostics.put("a", saying("/w/b.cpp", "moved"));
  CHECK(shown.files["file:///w/a.cpp"] == "second");
  CHECK(shown.files["file:///w/b.cpp"] == "moved");
  diagnostics.forget("b");
  CHECK(shown.files["file:///w/a.cpp"] == "");
  diagnostics.forget("b");
  diagnostics.forget("a");
  CHECK(shown.files["file:///w/b.cpp"] == "");
}

TEST_CASE("a new run of the same thing takes away what the earlier one said") {
  Shown shown;
  Diagnostics diagnostics(shown.publish());
  diagnostics.begin(job("a", 1, "make"));
  diagnostics.begin(job("x", 2, "other"));
  diagnostics.put("a", saying("/w/a.cpp", "broken"));
  diagnostics.put("x", saying("/w/x.cpp", "broken too"));
  diagnostics.begin(job("b", 3, "make"));
  CHECK(shown.files["file:///w/a.cpp"] == "");
  CHECK(shown.files["file:///w/x.cpp"] == "broken too");
  CHECK_FALSE(diagnostics.follows("a"));
  CHECK(diagnostics.follows("b"));
  diagnostics.put("a", saying("/w/a.cpp", "late"));  // a search that was under way
  CHECK(shown.files["file:///w/a.cpp"] == "");
  jobs::JobRecord elsewhere = job("c", 4, "make");
  elsewhere.cwd = "/other";
  diagnostics.put("b", saying("/w/a.cpp", "again"));
  diagnostics.begin(elsewhere);
  CHECK(shown.files["file:///w/a.cpp"] == "again");
}

TEST_CASE("nothing is told of a job that wasn't seen to begin") {
  Shown shown;
  Diagnostics diagnostics(shown.publish());
  diagnostics.put("old", saying("/w/a.cpp", "broken"));
  diagnostics.forget("old");
  CHECK(shown.messages == 0);
}
