#include "lessons/encoding.hpp"

#include <doctest/doctest.h>

#include <random>

#include "lessons/lesson.hpp"

using tt::lessons::repair_mac_roman;

TEST_CASE("text that was read as Mac Roman once is brought back") {
  struct Case {
    std::string damaged, text;
    std::size_t places;
  };
  const Case cases[] = {
      {"from 500‚Äì3000\nand ‚â•25 %", "from 500–3000\nand ≥25 %", 2},
      {"‚úÖ done ‚Üí next", "✅ done → next", 2},
      {"\xEF\xA3\xBFüöÄ and \xEF\xA3\xBFüéØ", "🚀 and 🎯", 2},
      {"‚ö†Ô∏è", "⚠️", 2},  // with the selector of its picture form
      {"caf√© na√Øve", "café naïve", 2},
  };
  for (const Case& c : cases) {
    CAPTURE(c.damaged);
    const auto repaired = repair_mac_roman(c.damaged);
    REQUIRE(repaired.has_value());
    CHECK(repaired->text == c.text);
    CHECK(repaired->places == c.places);
  }
  CHECK(repair_mac_roman("a\nb\n‚â•1\n‚â•2\n")->first_line == 3);
}

TEST_CASE("clean text stays as it is") {
  for (const char* text : {"", "plain", "the norm is √(x² + y²)", "√n and √m", "1 ≥ 2, a → b, ✅", "naïve café, Übergröße",
                           "‚quoted‘ – text", "√© alone", "日本語のテキスト", "🚀", "π ≈ 3.14, ∆x, ∑ᵢ xᵢ, ∞", "«un» … «deux»"}) {
    CAPTURE(text);
    CHECK_FALSE(repair_mac_roman(text).has_value());
  }
  // Damage that somebody writes about, in a text that is otherwise well.
  CHECK_FALSE(
      repair_mac_roman("A file read as Mac Roman shows ‚Äî for an em dash — and ‚â• for ≥ – as this “page” says…").has_value());
}

TEST_CASE("what an author added to a damaged text is kept") {
  std::string damaged;
  std::string text;
  for (int i = 0; i < 20; ++i) damaged += "‚Üí step\n", text += "→ step\n";
  CHECK(repair_mac_roman(damaged + "new – text √")->text == text + "new – text √");
}

TEST_CASE("any text, damaged on purpose, comes back whole") {
  // The characters of the Basic Multilingual Plane and beyond, as UTF-8, each byte of which is read as Mac Roman.
  std::mt19937 random(7);
  const std::string table[] = {"Ä",
                               "Å",
                               "Ç",
                               "É",
                               "Ñ",
                               "Ö",
                               "Ü",
                               "á",
                               "à",
                               "â",
                               "ä",
                               "ã",
                               "å",
                               "ç",
                               "é",
                               "è",
                               "ê",
                               "ë",
                               "í",
                               "ì",
                               "î",
                               "ï",
                               "ñ",
                               "ó",
                               "ò",
                               "ô",
                               "ö",
                               "õ",
                               "ú",
                               "ù",
                               "û",
                               "ü",
                               "†",
                               "°",
                               "¢",
                               "£",
                               "§",
                               "•",
                               "¶",
                               "ß",
                               "®",
                               "©",
                               "™",
                               "´",
                               "¨",
                               "≠",
                               "Æ",
                               "Ø",
                               "∞",
                               "±",
                               "≤",
                               "≥",
                               "¥",
                               "µ",
                               "∂",
                               "∑",
                               "∏",
                               "π",
                               "∫",
                               "ª",
                               "º",
                               "Ω",
                               "æ",
                               "ø",
                               "¿",
                               "¡",
                               "¬",
                               "√",
                               "ƒ",
                               "≈",
                               "∆",
                               "«",
                               "»",
                               "…",
                               "\xC2\xA0",
                               "À",
                               "Ã",
                               "Õ",
                               "Œ",
                               "œ",
                               "–",
                               "—",
                               "“",
                               "”",
                               "‘",
                               "’",
                               "÷",
                               "◊",
                               "ÿ",
                               "Ÿ",
                               "⁄",
                               "€",
                               "‹",
                               "›",
                               "ﬁ",
                               "ﬂ",
                               "‡",
                               "·",
                               "‚",
                               "„",
                               "‰",
                               "Â",
                               "Ê",
                               "Á",
                               "Ë",
                               "È",
                               "Í",
                               "Î",
                               "Ï",
                               "Ì",
                               "Ó",
                               "Ô",
                               "\xEF\xA3\xBF",
                               "Ò",
                               "Ú",
                               "Û",
                               "Ù",
                               "ı",
                               "ˆ",
                               "˜",
                               "¯",
                               "˘",
                               "˙",
                               "˚",
                               "¸",
                               "˝",
                               "˛",
                               "ˇ"};
  REQUIRE(std::size(table) == 128);
  const std::string characters[] = {"é", "ß", "—", "→", "✅", "🚀", "日", "Ω", "\xC2\xA0", "a", " ", "\n"};
  for (int round = 0; round < 200; ++round) {
    std::string text = "→→";
    for (int i = 0; i < 50; ++i) text += characters[random() % std::size(characters)];
    std::string damaged;
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      damaged += byte < 0x80 ? std::string(1, c) : table[byte - 0x80];
    }
    const auto repaired = repair_mac_roman(damaged);
    REQUIRE(repaired.has_value());
    CHECK(repaired->text == text);
  }
}

TEST_CASE("a lesson that was decoded wrongly is shown as it was meant, and its author is told") {
  const auto lesson = tt::lessons::parse_lesson("a.md", "---\nid: a\ntitle: A ‚Üí B\n---\n\n# Why ‚â•25 %\n\n```\n‚úÖ\n```\n");
  REQUIRE(lesson.has_value());
  CHECK(lesson->front_matter.title == "A → B");
  CHECK(lesson->headings.at(0).text == "Why ≥25 %");
  CHECK(lesson->blocks.at(0).text == "✅\n");
  REQUIRE(lesson->problems.size() == 1);
  CHECK(lesson->problems[0].rule == "decoded-wrongly");
  CHECK(lesson->problems[0].line == 3);
}
