#include "lessons/registry.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "memory_files.hpp"

using namespace tt::lessons;

namespace {

LessonEntry entry(const std::string& file, const std::string& front) {
  const tt::Result<Lesson> lesson = parse_lesson(file, "---\n" + front + "---\n\n# A heading\n");
  REQUIRE(lesson.has_value());
  return {file, *lesson};
}

struct Applied {
  std::vector<LessonEntry> entries;
  Registry registry;
  RegistryFacts facts;
  std::vector<Problem> problems;

  Applied(const std::string& json, std::vector<LessonEntry> lessons) : entries(std::move(lessons)) {
    std::optional<Registry> read = parse_registry("registry.json", json, problems);
    REQUIRE(read.has_value());
    registry = std::move(*read);
    facts = apply_registry(registry, entries, problems);
  }
  std::string order(std::vector<std::string> manifest = {}) {
    sort_entries(entries, manifest, registry, facts);
    std::string out;
    for (const LessonEntry& each : entries) out += each.file.substr(0, each.file.find('.')) + " ";
    return out;
  }
  std::string rules() const {
    std::string out;
    for (const Problem& problem : problems) out += problem.rule + " ";
    return out;
  }
};

std::vector<LessonEntry> abcd() {
  return {entry("a.md", "id: a\ntitle: A\ncategory: two\n"), entry("b.md", "id: b\ntitle: B\ncategory: one\n"),
          entry("c.md", "id: c\ntitle: C\ncategory: one\n"), entry("d.md", "id: d\ntitle: D\n")};
}

}  // namespace

TEST_CASE("JSON is read, with all that it may hold") {
  std::vector<Problem> problems;
  const auto registry = parse_registry("r.json",
                                       "\xEF\xBB\xBF{\n\t\"categories\":[{\"id\":\"x\",\"title\":\"\\ud83d\\ude00 \\\"Q\\\" \\/ "
                                       "\\\\ud83d\\u00e9\",\"order\":1.5}],\n\t\"lessons\" : [ "
                                       "{\"id\":\"a\",\"nextLesson\":null,\"order\":-2} ] , \"other\": {\"deep\": [1, true]}\n}\n",
                                       problems);
  REQUIRE(registry.has_value());
  CHECK(problems.empty());
  CHECK(registry->categories.at(0).title == "\U0001F600 \"Q\" / \\ud83d\u00e9");
  CHECK(registry->categories.at(0).order == 1.5);
  CHECK(registry->lessons.at(0).order == -2.0);
  CHECK_FALSE(registry->lessons.at(0).previous.has_value());
  CHECK(registry->lessons.at(0).next == std::string());
  CHECK(registry->lessons.at(0).line == 3);
}

TEST_CASE("what is no registry is left alone, and what can't be read is told") {
  CHECK_FALSE(may_be_registry("[{\"lessons\": 1}]"));
  CHECK_FALSE(may_be_registry("{\"name\": \"x\"}"));
  CHECK(may_be_registry(" {\"lessons\": [{\"id\": \"a\"}]}"));
  std::vector<Problem> problems;
  CHECK_FALSE(parse_registry("r.json", "{\"lessons\": {\"id\": 1}}", problems).has_value());
  CHECK(problems.empty());
  CHECK_FALSE(parse_registry("r.json", "{\"lessons\": [", problems).has_value());
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].rule == "registry-malformed");
  std::string deep = "{\"lessons\": ";
  for (int i = 0; i < 100; ++i) deep += "[";
  CHECK_FALSE(parse_registry("r.json", deep, problems).has_value());
}

TEST_CASE("an entry that makes no sense is left out and the rest stays") {
  Applied read(
      "{\"categories\": [{\"title\": \"x\"}, 3], \"lessons\": [4, {}, {\"id\": \"a\", \"order\": \"first\", \"completionEvents\": "
      "[\"onView:x\", \"onCommand:tenstorrent.x\", \"onCommand:\"]}]}",
      abcd());
  CHECK(read.registry.categories.empty());
  REQUIRE(read.registry.lessons.size() == 1);
  CHECK(read.registry.lessons[0].completed_by == std::vector<std::string>{"tenstorrent.x"});
  CHECK(read.rules() ==
        "registry-malformed registry-malformed registry-malformed registry-malformed registry-malformed "
        "completion-event-unknown completion-event-unknown ");
}

TEST_CASE("categories come in their order, lessons in theirs, and both may lack or repeat it") {
  const std::string json =
      "{\"categories\": [{\"id\": \"two\"}, {\"id\": \"one\", \"order\": 2}, {\"id\": \"zero\", \"order\": 2}],"
      "\"lessons\": [{\"id\": \"d\", \"order\": 1, \"category\": \"two\"}, {\"id\": \"c\", \"order\": 1}, {\"id\": \"b\", "
      "\"order\": 1}, {\"id\": \"a\"}]}";
  std::vector<LessonEntry> lessons = abcd();
  std::ranges::sort(lessons, {}, &LessonEntry::file);
  do {
    CHECK(Applied(json, lessons).order() == "c b d a ");
  } while (std::ranges::next_permutation(lessons, {}, &LessonEntry::file).found);
  CHECK(Applied(json, abcd()).order({"a.md"}) == "a c b d ");
  // Without categories the order counts over all of them; lessons that the registry doesn't have come last.
  CHECK(Applied("{\"lessons\": [{\"id\": \"d\", \"order\": 2}, {\"id\": \"a\", \"order\": 1}]}", abcd()).order() == "a d b c ");
}

TEST_CASE("the front matter counts, what it doesn't say is filled in, and differences are told") {
  Applied read(
      "{\"lessons\": [{\"id\": \"other\", \"markdownFile\": \"a.md\", \"title\": \"B\", \"category\": \"two\", \"tags\": [\"x\"], "
      "\"estimatedMinutes\": 5, \"supportedHardware\": [\"sim\"]}]}",
      {entry("a.md", "id: a\ntitle: A\ncategory: one\n")});
  const FrontMatter& front = read.entries[0].lesson.front_matter;
  CHECK(front.id == "a");
  CHECK(front.title == "A");
  CHECK(front.category == "one");
  CHECK(front.tags == std::vector<std::string>{"x"});
  CHECK(front.supported_hardware == std::vector<std::string>{"simulator"});
  CHECK(front.estimated_minutes == 5u);
  REQUIRE(read.entries[0].written.has_value());
  CHECK(read.entries[0].written->tags.empty());
  REQUIRE(read.problems.size() == 1);
  CHECK(read.problems[0].rule == "registry-drift");
  CHECK(read.problems[0].file == "registry.json");
  CHECK(read.problems[0].message.contains("`id`, `title`, `category`"));
}

TEST_CASE("one that says the same is no drift and changes nothing") {
  Applied read("{\"lessons\": [{\"id\": \"a\", \"title\": \"A\", \"category\": \"two\"}]}", abcd());
  CHECK(read.problems.empty());
  CHECK_FALSE(read.entries[0].written.has_value());
}

TEST_CASE("neighbours are lessons by whatever name, none at all, or told to be missing") {
  Applied read(
      "{\"lessons\": [{\"id\": \"called\", \"markdownFile\": \"a.md\", \"previousLesson\": null, \"nextLesson\": \"b\"}, {\"id\": "
      "\"b\", \"previousLesson\": \"called\", \"nextLesson\": \"gone\"}, {\"id\": \"nowhere\"}, {\"id\": \"b\"}]}",
      abcd());
  CHECK(read.facts.at("a.md").previous == std::string());
  CHECK(read.facts.at("a.md").next == "b");
  CHECK(read.facts.at("b.md").previous == "a");
  CHECK_FALSE(read.facts.at("b.md").next.has_value());
  CHECK(read.rules() == "registry-drift missing-lesson registry-malformed dangling-lesson ");
}

TEST_CASE("a pack's registry is found beside its lessons or above them, and a second one is ignored") {
  const testing::MemoryFiles files(
      {{"content/lessons/a.md", ""},
       {"content/lesson-registry.json", "{\"lessons\": [{\"id\": \"a\", \"markdownFile\": \"a.md\"}]}"},
       {"package.json", "{\"name\": \"x\", \"lessons\": \"no\", \"id\": 1}"},
       {"content/lessons/z.json", "{\"lessons\": [{\"id\": \"b\"}]}"},
       {"elsewhere/r.json", "{\"lessons\": [{\"id\": \"c\"}]}"}});
  std::vector<Problem> problems;
  const std::vector<std::string> lessons = {"content/lessons/a.md"};
  const Registry registry = find_registry(files, lessons, problems);
  CHECK(registry.file == "content/lesson-registry.json");
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].rule == "registry-second");
  CHECK(problems[0].file == "content/lessons/z.json");
  std::vector<LessonEntry> entries = {entry("content/lessons/a.md", "id: x\ntitle: A\n"), entry("a.md", "id: y\ntitle: A\n")};
  CHECK(apply_registry(registry, entries, problems).contains("content/lessons/a.md"));
}
