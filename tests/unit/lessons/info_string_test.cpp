#include "lessons/info_string.hpp"

#include <doctest/doctest.h>

#include <string_view>

TEST_CASE("a fence's info string names a language and a step") {
  struct Case {
    std::string_view info, language, step;
  };
  for (const Case& c :
       {Case{"", "", ""}, Case{"bash", "bash", ""}, Case{"bash step=a-b.c_1", "bash", "a-b.c_1"}, Case{"step=a", "", "a"},
        Case{" c++  x  step=a ", "c++", "a"}, Case{"{.python}", "", ""}, Case{"x\"y", "", ""}, Case{"bash step=", "bash", ""},
        Case{"bash step=a\"b", "bash", ""}, Case{"objective-c", "objective-c", ""}, Case{"\xC3\xA9", "", ""},
        Case{"bash title=\"x\" step=a", "bash", "a"}}) {
    CAPTURE(std::string(c.info));
    const auto read = tt::lessons::read_info_string(c.info);
    CHECK(read.language == c.language);
    CHECK(read.step == c.step);
  }
}
