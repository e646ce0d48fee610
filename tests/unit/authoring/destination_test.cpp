#include "authoring/destination.hpp"

#include <doctest/doctest.h>

using namespace tt::authoring;

TEST_CASE("a command link is taken apart, encoded or not") {
  const std::string text = "[a](command:tenstorrent.x?%5B%22ab%22%5D)";
  const auto link = read_command_destination(text, {4, text.size() - 1});
  REQUIRE(link.has_value());
  CHECK(text.substr(link->command.begin, link->command.end - link->command.begin) == "tenstorrent.x");
  CHECK(link->arguments == "[\"ab\"]");
  CHECK(link->encoded);
  const TextSpan word = link->span_of(2, 4);
  CHECK(text.substr(word.begin, word.end - word.begin) == "ab");
  CHECK(link->span_of(0, 6) == TextSpan{26, text.size() - 1});

  const std::string raw = "command:tenstorrent.x?[\"100%\"]";
  const auto stray = read_command_destination(raw, {0, raw.size()});
  REQUIRE(stray.has_value());
  CHECK_FALSE(stray->encoded);
  CHECK(stray->arguments == "[\"100%\"]");

  const auto bare = read_command_destination("command:", {0, 8});
  REQUIRE(bare.has_value());
  CHECK(bare->command.empty());
  CHECK_FALSE(bare->has_arguments);
  CHECK_FALSE(read_command_destination("#anchor", {0, 7}).has_value());
}

TEST_CASE("a word is encoded where it would end the link") {
  CHECK(argument_word("a-b/c.d", false) == "a-b/c.d");
  CHECK(argument_word("a b", false) == "a%20b");
  CHECK(argument_word("a)b", false) == "a%29b");
  CHECK(argument_word("a\"b", false) == "a%5C%22b");
  CHECK(argument_word("a/b", true) == "a%2Fb");
}
