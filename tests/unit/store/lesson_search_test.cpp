#include "store/lesson_search.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace tt::store;

namespace {

std::vector<SearchLesson> some() {
  return {{"bring-up",
           "Bring a model up",
           "1",
           {{"", "", "What a bounty asks."},
            {"rmsnorm", "RMSNorm", "Run pytest models/tt_transformers/tests/test_rms_norm.py and read its PCC."},
            {"café", "Überblick", "Naïve accents are found without them."}}},
          {"machine",
           "Check your machine",
           "1",
           {{"hugepages", "Hugepages", "sysctl vm.nr_hugepages says \"how many\".\nPCC isn't asked."}}}};
}

std::vector<std::string> places(LessonSearch& search, std::string_view text, std::size_t limit = 50) {
  const auto hits = search.find(text, limit);
  REQUIRE(hits.has_value());
  std::vector<std::string> found;
  for (const SearchHit& hit : *hits) found.push_back(hit.lesson + "#" + hit.anchor);
  return found;
}

}  // namespace

TEST_CASE("sections are found by words of titles, headings, text and code, as they are typed") {
  LessonSearch search = LessonSearch::open().value();
  REQUIRE(search.take(some()).has_value());
  using List = std::vector<std::string>;
  CHECK(places(search, "rms") == List{"bring-up#rmsnorm"});
  CHECK(places(search, "tt_transfor") == List{"bring-up#rmsnorm"});
  CHECK(places(search, "uberblick naive") == List{"bring-up#café"});
  CHECK(places(search, "PCC pytest") == List{"bring-up#rmsnorm"});
  CHECK(places(search, "pcc").size() == 2);
  CHECK(places(search, "pcc", 1).size() == 1);
  CHECK(places(search, "hugepages").front() == "machine#hugepages");
  CHECK(places(search, "machine hugep") == List{"machine#hugepages"});
  CHECK(places(search, "nowhere").empty());
  CHECK(search.find("many", 1)->front().excerpt.contains("\"how many\". PCC"));
}

TEST_CASE("nothing that is typed is syntax") {
  LessonSearch search = LessonSearch::open().value();
  REQUIRE(search.take(some()).has_value());
  for (const char* text : {"",        " ",     "\"",         "\"\"",        "*",    "pcc*", "pcc AND",
                           "NOT pcc", "(pcc",  "pcc)",       "heading:pcc", "^pcc", "-pcc", "NEAR(pcc, 2)",
                           "pcc\"",   "\"pcc", "a\" OR \"b", "{text}: pcc", "\\",   "--",   "'; DROP TABLE sections"}) {
    CAPTURE(text);
    CHECK(search.find(text, 10).has_value());
  }
  CHECK(places(search, "says \"how").size() == 1);
  CHECK(search.find(std::string("pc\0c", 4), 10).has_value());
  std::mt19937 random(11);
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (int i = 0; i < 12; ++i) text += static_cast<char>(random() % 256);
    CHECK(search.find(text, 10).has_value());
  }
}

TEST_CASE("the index follows its lessons") {
  LessonSearch search = LessonSearch::open().value();
  REQUIRE(search.take(some()).has_value());
  std::vector<SearchLesson> lessons = some();
  lessons[0].revision = "2";
  lessons[0].sections = {{"new", "Anew", "Something else."}};
  lessons.pop_back();
  REQUIRE(search.take(lessons).has_value());
  CHECK(places(search, "rmsnorm").empty());
  CHECK(places(search, "hugepages").empty());
  CHECK(places(search, "else") == std::vector<std::string>{"bring-up#new"});
  REQUIRE(search.take({}).has_value());
  CHECK(places(search, "else").empty());
}
