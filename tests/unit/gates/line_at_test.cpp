#include "gates/line_at.hpp"

#include <doctest/doctest.h>

#include "base/utf8.hpp"

TEST_CASE("a quoted line is short and valid UTF-8") {
  CHECK(tt::gates::quote("as it is") == "as it is");
  for (const char* filler : {"\xFF", "\xE2\x96\x88", "x"}) {
    std::string line = "begin ";
    for (int i = 0; i < 300; ++i) line += filler;
    const std::string text = tt::gates::quote(line);
    CHECK(text.starts_with("begin "));
    CHECK(text.size() <= tt::gates::kMaxQuote);
    CHECK(text.size() > tt::gates::kMaxQuote - 10);
    CHECK(tt::utf8::is_valid(text));
  }
}
