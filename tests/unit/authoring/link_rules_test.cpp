#include "authoring/link_rules.hpp"

#include "bench.hpp"

using namespace tt::authoring;

namespace {

// "line rule subject" of each finding.
std::vector<std::string> found(const std::string& body) {
  const bench::Bench bench(bench::lesson(body));
  std::vector<std::string> out;
  for (const auto& problem : check_links(bench.lessons.front().lesson, bench.knowledge, bench::read_arguments)) {
    CHECK_FALSE(problem.span.empty());
    CHECK_FALSE(problem.message.empty());
    out.push_back(std::to_string(problem.line) + " " + problem.rule + " " + problem.subject);
  }
  return out;
}

using Findings = std::vector<std::string>;

}  // namespace

TEST_CASE("links that are right are passed over") {
  CHECK(found("[a](command:tenstorrent.checkMachine) [b](command:tenstorrent.test.run?[\"fast\"])\n"
              "[c](command:tenstorrent.test.run?{\"mode\":\"careful\",\"rows\":3})\n"
              "[d](other.md#a-part-of-it) [e](command:tenstorrent.showLesson?[\"other-lesson\"]) [f](https://example.org)") ==
        Findings{});
}

TEST_CASE("each fault of a link is found, with the word that is wrong") {
  struct Case {
    std::string body, finding;
  };
  for (const Case& c : {
           Case{"x\n[a](command:tenstorrent.nobodys)", "7 unknown-command tenstorrent.nobodys"},
           Case{"[a](command:tenstorrent.test.run)", "6 bad-arguments "},
           Case{"[a](command:tenstorrent.test.run?[\"slow\"])", "6 bad-arguments mode"},
           Case{"[a](command:tenstorrent.test.run?[\"fast\",false,1000])", "6 bad-arguments rows"},
           Case{"[a](command:tenstorrent.test.run?[\"fast\",false,1,2])", "6 bad-arguments "},
           Case{"[a](command:tenstorrent.test.run?{\"mode\":\"fast\",\"row\":1})", "6 bad-arguments row"},
           Case{"[a](command:tenstorrent.test.run?[)", "6 bad-arguments "},
           Case{"[a](none.md)", "6 dangling-lesson none"},
           Case{"[a](other.md#none)", "6 dangling-anchor none"},
           Case{"[a](command:tenstorrent.showLesson?[\"none\"])", "6 dangling-lesson none"},
           Case{"[a](command:tenstorrent.openLesson)", "6 dangling-lesson "},
           Case{"[a](command:tenstorrent.openLesson?{\"a\":1})", "6 dangling-lesson "},
       }) {
    CAPTURE(c.body);
    CHECK(found(c.body) == Findings{c.finding});
  }
}
