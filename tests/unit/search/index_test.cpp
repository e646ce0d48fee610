#include "search/index.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <random>

using namespace tt::search;

namespace {

Index make_index(std::initializer_list<Document> documents) {
  tt::Result<Index> index = Index::make();
  REQUIRE(index.has_value());
  for (const Document& document : documents) REQUIRE(index->put(document).has_value());
  return std::move(*index);
}

Answer find(Index& index, std::string_view text, std::size_t limit = 50) {
  const tt::Result<Answer> answer = index.find(text, limit);
  REQUIRE_MESSAGE(answer.has_value(), text);
  return *answer;
}

// "a#one b#" of the hits, in their order.
std::string places(Index& index, std::string_view text) {
  std::string out;
  for (const Hit& hit : find(index, text).hits) out += (out.empty() ? "" : " ") + hit.key + "#" + hit.anchor;
  return out;
}

const Document kMetal = {"metal",
                         "1",
                         "Build tt-metal",
                         {{"Build tt-metal", "", "What it takes.", ""},
                          {"Clone", "clone", "Get the sources.", "git clone --recursive tt-metal\n"},
                          {"Caf\u00e9", "cafe", "Run ttnn.matmul_1d on n150.", ""}}};
const Document kPcc = {"pcc",
                       "1",
                       "Measure PCC",
                       {{"Measure PCC", "", "Compare with the reference.", ""},
                        {"The gate", "gate", "A PCC of 0.99 is asked for. Build it first.", ""}}};

}  // namespace

TEST_CASE("words are found in headings, text and code, whatever their case and accents, and told where") {
  Index index = make_index({kMetal, kPcc});
  const Answer code = find(index, "RECURSIVE");
  REQUIRE(code.hits.size() == 1);
  CHECK(code.hits[0].key == "metal");
  CHECK(code.hits[0].heading == "Clone");
  CHECK(code.hits[0].anchor == "clone");
  CHECK(code.hits[0].place == Place::kCode);
  CHECK(code.hits[0].excerpt == Excerpt{"git clone --recursive tt-metal", {{12, 21}}});
  CHECK(places(index, "cafe") == "metal#cafe");
  CHECK(find(index, "cafe").hits[0].place == Place::kTitle);
  CHECK(places(index, "sources") == "metal#clone");
  CHECK(places(index, "0.99") == "pcc#gate");
}

TEST_CASE("an excerpt is from where most of the words are") {
  Index index =
      make_index({{"a", "1", "A", {{"A", "", "One of them.", "one two three\n"}, {"B", "b", "One and two.", "two one\n"}}}});
  const Answer answer = find(index, "one two three");
  REQUIRE(answer.hits.size() == 1);
  CHECK(answer.hits[0].place == Place::kCode);
  CHECK(answer.hits[0].excerpt.text == "one two three");
  for (const Hit& hit : find(index, "one two").hits) CHECK(hit.place == (hit.anchor == "b" ? Place::kText : Place::kCode));
}

TEST_CASE("the last word may be the beginning of one, earlier ones are whole") {
  Index index = make_index({kMetal, kPcc});
  CHECK(places(index, "refer") == "pcc#");
  CHECK(places(index, "refer compare").empty());
  CHECK(places(index, "matmul_1") == "metal#cafe");
  CHECK(places(index, "atmul").empty());
}

TEST_CASE("all words have to be in one section, where the title counts but doesn't find every section") {
  Index index = make_index({kMetal, kPcc});
  CHECK(places(index, "measure gate") == "pcc#gate");
  CHECK(places(index, "sources n150").empty());
  CHECK(places(index, "measure") == "pcc#");
  CHECK(places(index, "build") == "metal# pcc#gate");  // a title before a word within
}

TEST_CASE("no text is a syntax that fails") {
  Index index = make_index({kMetal, kPcc});
  for (const char* text : {"\"",
                           "\"\"",
                           "a\"b",
                           "NOT",
                           "AND",
                           "a AND",
                           "OR a",
                           "NEAR(a b)",
                           "NEAR(",
                           "head:a",
                           "{head}:a",
                           "^a",
                           "a*",
                           "*",
                           "-a",
                           "(a",
                           "a)",
                           "a + b",
                           "'; DROP TABLE sections; --",
                           "\xE2\x80\x94",
                           "\xE2\x80\x94 pcc",
                           "pcc \xE2\x80\x94",
                           "\xF0\x9F\x98\x80",
                           "?1",
                           ":a",
                           "@a",
                           "$a",
                           "\\"}) {
    (void)find(index, text);
  }
  CHECK(places(index, "pcc \xE2\x80\x94") == "pcc# pcc#gate");
  std::string many;
  for (int i = 0; i < 500; ++i) many += "a ";
  CHECK(places(index, many) == places(index, "a"));
  std::mt19937 random(7);
  const std::string_view letters = "ab\"'*()-+^:{}, .\\/~#\t\x01\x02";
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (std::size_t length = random() % 20; length > 0; --length) text += letters[random() % letters.size()];
    (void)find(index, text);
  }
}

TEST_CASE("a document's marks and NULs are no matches and hide nothing") {
  Index index = make_index({{"a", "1", "A", {{"A", "", std::string("one \x01two\x02 thr\0ee four", 21), ""}}}});
  const Answer answer = find(index, "four");
  REQUIRE(answer.hits.size() == 1);
  CHECK(answer.hits[0].excerpt.text == "one two thr ee four");
  CHECK(answer.hits[0].excerpt.matches == std::vector<Range>{{15, 19}});
}

TEST_CASE("a new revision takes the place of the old one, and what is no longer there isn't found") {
  Index index = make_index({kMetal, kPcc});
  CHECK(index.has("pcc", "1"));
  CHECK_FALSE(index.has("pcc", "2"));
  CHECK_FALSE(index.has("other", "1"));
  REQUIRE(index.put({"pcc", "2", "Measure accuracy", {{"Measure accuracy", "", "Now top-1.", ""}}}).has_value());
  CHECK(index.has("pcc", "2"));
  CHECK(places(index, "pcc").empty());
  CHECK(places(index, "accuracy") == "pcc#");
  REQUIRE(index.keep_only({"metal"}).has_value());
  CHECK(places(index, "accuracy").empty());
  CHECK_FALSE(index.has("pcc", "2"));
  CHECK(places(index, "sources") == "metal#clone");
}

TEST_CASE("more than the limit is said") {
  Index index = make_index({kMetal, kPcc});
  CHECK(find(index, "pcc", 2).hits.size() == 2);
  CHECK(find(index, "pcc", 2).complete);
  CHECK(find(index, "pcc", 1).hits.size() == 1);
  CHECK_FALSE(find(index, "pcc", 1).complete);
}

TEST_CASE("a hundred lessons of 60 KB are searched while somebody types") {
  tt::Result<Index> index = Index::make();
  REQUIRE(index.has_value());
  std::mt19937 random(11);
  const auto word = [&] {
    std::string out;
    // Few words are frequent and many are rare, as in prose.
    const double place = static_cast<double>(random() % 10'000) / 10'000.0;
    for (auto number = static_cast<unsigned>(place * place * place * 20'000.0) + 1; number > 0; number /= 14)
      out += "etaoinsrhldcum"[number % 14];
    return out;
  };
  std::size_t bytes = 0;
  for (int lesson = 0; lesson < 100; ++lesson) {
    Document document{std::to_string(lesson), "1", "Lesson " + std::to_string(lesson), {}};
    for (int section = 0; section < 30; ++section) {
      Section& made = document.sections.emplace_back();
      made.heading = word() + ' ' + word();
      made.anchor = "s" + std::to_string(section);
      while (made.text.size() < 1500) made.text += word() + ' ';
      while (made.code.size() < 500) made.code += word() + "_" + word() + "\n";
      bytes += made.text.size() + made.code.size();
    }
    document.sections[7].text += "needle haystack";
    REQUIRE(index->put(document).has_value());
  }
  CHECK(bytes > 100 * 60'000);
  const Answer found = find(*index, "needle hay", 200);
  CHECK(found.hits.size() == 100);
  CHECK(std::ranges::all_of(found.hits, [](const Hit& hit) { return hit.anchor == "s7" && hit.excerpt.matches.size() >= 2; }));
  const Answer many = find(*index, "t");
  CHECK(many.hits.size() == 50);
  CHECK_FALSE(many.complete);
  // A change of one lesson leaves the others be.
  REQUIRE(index->put({"7", "2", "Lesson 7", {{"Lesson 7", "", "needle haystack", ""}}}).has_value());
  CHECK(find(*index, "needle", 200).hits.size() == 100);
}
