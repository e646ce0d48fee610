#include "bounties/checklist.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>

using tt::bounties::Checklist;
using tt::bounties::merge_checklist;
using tt::bounties::new_checklist;

namespace {

const Checklist kList{"Bounty", {{"one", "First", {{"a", "Do a"}, {"b", "Do b"}}}, {"two", "Second", {{"c", "Do c"}}}}};

constexpr std::string_view kNew =
    "# Bounty\n\n## First <!-- phase: one -->\n\n- [ ] Do a <!-- a -->\n- [ ] Do b <!-- b -->\n\n## Second <!-- phase: two "
    "-->\n\n- [ ] Do c <!-- c "
    "-->\n";

// Whether the lines of `existing` all stand in `merged`, in order.
bool keeps(std::string_view existing, std::string_view merged) {
  while (!existing.empty()) {
    const std::size_t end = std::min(existing.find('\n'), existing.size() - 1) + 1;
    const std::string_view line = existing.substr(0, end);
    existing.remove_prefix(end);
    while (!merged.starts_with(line)) {
      const std::size_t skip = merged.find('\n');
      if (skip == std::string_view::npos) return false;
      merged.remove_prefix(skip + 1);
    }
    merged.remove_prefix(line.size());
  }
  return true;
}

}  // namespace

TEST_CASE("a new checklist has every phase and item, each with its id") {
  CHECK(new_checklist(kList) == kNew);
  CHECK(merge_checklist("", kList) == kNew);
  CHECK(new_checklist({"A\nB", {{"p", "x <!-- b -->", {{"a", "y\r\n<!-- z -->"}}}}}) ==
        "# A B\n\n## x < !-- b --> <!-- phase: p -->\n\n- [ ] y  < !-- z --> <!-- a -->\n");
}

TEST_CASE("a merge keeps what is there and adds what is missing") {
  struct Case {
    std::string_view existing, merged;
  };
  const std::string_view second = "\n## Second <!-- phase: two -->\n\n- [ ] Do c <!-- c -->\n";
  const Case cases[] = {
      {kNew, kNew},
      // Ticks, changed words, the user's own lines.
      {"## 1st <!-- phase: one -->\n- [x] Did a! <!-- a -->\n- [X] mine\n\nNote.\n\n## Second <!-- phase: two -->\n* [x] <!-- c "
       "--> c\n",
       "## 1st <!-- phase: one -->\n- [x] Did a! <!-- a -->\n- [X] mine\n- [ ] Do b <!-- b -->\n\nNote.\n\n## Second <!-- phase: "
       "two -->\n* [x] <!-- c --> c\n"},
      // What hangs on the last item stays with it.
      {"## First <!-- phase: one -->\n- [x] a <!-- a -->\n  - sub\n\n  more\n\n### Mine\n\n<!-- c -->\n",
       "## First <!-- phase: one -->\n- [x] a <!-- a -->\n  - sub\n\n  more\n- [ ] Do b <!-- b -->\n\n### Mine\n\n<!-- c -->\n"},
      // An item moved to another phase isn't added again.
      {"## First <!-- phase: one -->\n- a <!-- a -->\n## Second <!-- phase: two -->\n- c <!-- c -->\n- b <!-- b -->\n",
       "## First <!-- phase: one -->\n- a <!-- a -->\n## Second <!-- phase: two -->\n- c <!-- c -->\n- b <!-- b -->\n"},
      // A phase without items, and a heading that became plain text.
      {"**First** <!-- phase: one -->\n\n# Other <!-- c -->\n",
       "**First** <!-- phase: one -->\n\n- [ ] Do a <!-- a -->\n- [ ] Do b <!-- b -->\n\n# Other <!-- c -->\n"},
      {"## First <!-- phase: one -->\nWords.\n# Other <!-- c -->\n",
       "## First <!-- phase: one -->\nWords.\n- [ ] Do a <!-- a -->\n- [ ] Do b <!-- b -->\n# Other <!-- c -->\n"},
      // Windows line ends, and no end at the last line.
      {"## First <!-- phase: one -->\r\n- [x] a <!-- a -->\r\n- b <!-- b -->\r\n<!-- phase: two -->\r\n- x",
       "## First <!-- phase: one -->\r\n- [x] a <!-- a -->\r\n- b <!-- b -->\r\n<!-- phase: two -->\r\n- x\r\n- [ ] Do c <!-- c "
       "-->\r\n"},
      // Comments in a fence are text.
      {"<!-- a --><!-- b -->\n```\n<!-- c -->\n```\n",
       "<!-- a --><!-- b -->\n```\n<!-- c -->\n```\n\n## Second <!-- phase: two -->\n\n- [ ] Do c <!-- c -->\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.existing));
    CHECK(merge_checklist(c.existing, kList) == c.merged);
    CHECK(merge_checklist(c.merged, kList) == c.merged);
  }
  const std::string_view first = "# Mine\n\n## First <!-- phase: one -->\n\n- [x] Do a <!-- a -->\n- [ ] Do b <!-- b -->\n";
  CHECK(merge_checklist(first, kList) == std::string(first) + std::string(second));
  CHECK(merge_checklist("\n", {"T", {{"p", "P", {}}}}) == "\n\n## P <!-- phase: p -->\n\n");
}

TEST_CASE("merging into anything keeps every line, is complete, and is done after one time") {
  const std::string_view pieces[] = {"# T\n",
                                     "## F <!-- phase: one -->\n",
                                     "## S <!-- phase: two -->\r\n",
                                     "- [x] a <!-- a -->\n",
                                     "- [ ] b <!-- b -->\r\n",
                                     "\n",
                                     "  hanging\n",
                                     "text\n",
                                     "```\n",
                                     "- c <!-- c -->\n",
                                     "### x\n",
                                     "<!-- broken\n",
                                     "- mine",
                                     "\xFF\xFE\n",
                                     "<!-- phase: -->\n"};
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string existing;
    for (std::size_t count = random() % 12; count > 0; --count) existing += pieces[random() % std::size(pieces)];
    CAPTURE(existing);
    const std::string merged = merge_checklist(existing, kList);
    CHECK(keeps(existing, merged));
    for (const char* mark : {"<!-- a -->", "<!-- b -->", "<!-- c -->"}) CHECK(merged.contains(mark));
    CHECK(merge_checklist(merged, kList) == merged);
  }
}
