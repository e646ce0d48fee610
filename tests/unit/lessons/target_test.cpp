#include "lessons/target.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tt::lessons;

TEST_CASE("https addresses are kept and made safe to write down") {
  struct Case {
    std::string destination, url;
  };
  for (const Case& c : {Case{"https://a.b", "https://a.b"}, Case{"HtTpS://a.b/C?d=e#f", "https://a.b/C?d=e#f"},
                        Case{"https://a.b/\xC3\xA9 \"<>\\^`{|}", "https://a.b/%C3%A9%20%22%3C%3E%5C%5E%60%7B%7C%7D"},
                        Case{"https://[::1]:8080/x", "https://[::1]:8080/x"}, Case{"https://a.b/x@y", "https://a.b/x@y"}}) {
    CAPTURE(c.destination);
    const LinkTarget target = link_target("a.md", c.destination);
    REQUIRE(std::holds_alternative<WebTarget>(target));
    CHECK(std::get<WebTarget>(target).url == c.url);
  }
}

TEST_CASE("an address without a host leads nowhere") {
  for (const char* destination :
       {"https:///x", "https://,x", "https://?a", "https://#a", "https://.a", "https://-a", "https://@a.b", "https:// a"}) {
    CAPTURE(destination);
    CHECK(std::holds_alternative<RefusedTarget>(link_target("a.md", destination)));
  }
  CHECK(std::holds_alternative<WebTarget>(link_target("a.md",
                                                      "https://\xC3\xBC"
                                                      "ber.example")));
}

TEST_CASE("a command's arguments are decoded once and not parsed") {
  struct Case {
    std::string destination, command, arguments;
  };
  for (const Case& c :
       {Case{"command:tenstorrent.a", "tenstorrent.a", ""}, Case{"command:tenstorrent.a-b.c_d?", "tenstorrent.a-b.c_d", ""},
        Case{"command:tenstorrent.a?[1]", "tenstorrent.a", "[1]"},
        Case{"command:tenstorrent.a?%5B%22%2525%22%5D", "tenstorrent.a", "[\"%25\"]"},
        Case{"command:tenstorrent.a?[\"50%\"]", "tenstorrent.a", "[\"50%\"]"},
        Case{"command:tenstorrent.a?b?c", "tenstorrent.a", "b?c"}}) {
    CAPTURE(c.destination);
    const LinkTarget target = link_target("a.md", c.destination);
    REQUIRE(std::holds_alternative<CommandTarget>(target));
    CHECK(std::get<CommandTarget>(target).command == c.command);
    CHECK(std::get<CommandTarget>(target).arguments_json == c.arguments);
  }
  CHECK(std::holds_alternative<RefusedTarget>(link_target("a.md", "command:tenstorrent.a?%ff")));
  CHECK(std::holds_alternative<RefusedTarget>(link_target("a.md", "command:tenstorrent.a?" + std::string(20000, 'x'))));
}

TEST_CASE("a file's name in a link can't end its JSON") {
  const LinkTarget target = link_target("a.md", "x\"],[\".md#y\"z");
  REQUIRE(std::holds_alternative<CommandTarget>(target));
  CHECK(std::get<CommandTarget>(target).arguments_json == "[\"x\\\"],[\\\"\",\"y\\\"z\"]");
}

TEST_CASE("paths stay beneath the pack") {
  struct Case {
    std::string relative, path;  // empty: refused
  };
  for (const Case& c : {Case{"b.png", "x/y/b.png"},
                        Case{"/b.png", "b.png"},
                        Case{"../b.png", "x/b.png"},
                        Case{"../../b.png", "b.png"},
                        Case{"./c//d/./b.png", "x/y/c/d/b.png"},
                        Case{"a%20b.png", "x/y/a b.png"},
                        Case{"%2e%2e/b.png", "x/b.png"},
                        Case{"%252e%252e/b.png", "x/y/%2e%2e/b.png"},
                        Case{"...", "x/y/..."},
                        Case{"../../../b.png", ""},
                        Case{"%2e%2e/%2e%2e/%2E%2E/b", ""},
                        Case{"..%2f..%2f..%2fb", ""},
                        Case{"/..", ""},
                        Case{"/../b", ""},
                        Case{"//h/b", ""},
                        Case{"", ""},
                        Case{"/", ""},
                        Case{".", "x/y"},
                        Case{"a\\b", ""},
                        Case{"%5c", ""},
                        Case{"a:b", ""},
                        Case{"a%00", ""},
                        Case{"a%0ab", ""},
                        Case{"%ff", ""},
                        Case{"%zz", ""},
                        Case{std::string(2000, 'a'), ""}}) {
    CAPTURE(c.relative);
    const auto path = pack_path("x/y/a.md", c.relative);
    CHECK(path.value_or("") == c.path);
  }
}

TEST_CASE("images are pictures of the pack or addresses") {
  CHECK(std::get<ImageTarget>(image_source("x/a.md", "b.JPG")).path == "x/b.JPG");
  CHECK(std::holds_alternative<WebTarget>(image_source("a.md", "https://b.c/d.svg")));
  for (const char* source : {"a.svg", "a", "a.png/b", "data:image/png;base64,x", "file:///a.png", "http://a/b.png", "a.png?x",
                             "a.png#x.svg", "a.png%00.svg", "//a/b.png"}) {
    CAPTURE(source);
    CHECK(std::holds_alternative<RefusedTarget>(image_source("a.md", source)));
  }
}
