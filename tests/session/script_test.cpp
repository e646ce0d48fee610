#include "script.hpp"

#include <doctest/doctest.h>

#include "base/files.hpp"
#include "world.hpp"

using namespace tt::session;

namespace {

Script parse(std::string_view text) {
  const tt::Result<Script> script = parse_script(text, "a.session", "/nowhere");
  REQUIRE_MESSAGE(script.has_value(), script.error().message);
  return *script;
}

}  // namespace

TEST_CASE("each line becomes a statement that knows its place; comments and empty lines are none") {
  const Script script = parse("# text\n\n-> {\"id\": 1}\n<- {...}\n! exit 3\n~ ignore a/b\n! close\n! jobs 2\n");
  REQUIRE(script.size() == 6);
  CHECK(std::get<Send>(script[0].what).json == "{\"id\": 1}");
  CHECK(script[0].place == "a.session:3");
  CHECK(std::get<Expect>(script[1].what).pattern == "{...}");
  CHECK(std::get<Exit>(script[2].what).code == 3);
  CHECK(std::get<Ignore>(script[3].what).method == "a/b");
  CHECK(std::holds_alternative<Close>(script[4].what));
  CHECK(std::get<Jobs>(script[5].what).count == 2);
}

TEST_CASE("a line that begins with a blank continues the one before it") {
  const Script script = parse("-> {\"a\":\n    1}\n<- 2\n");
  REQUIRE(script.size() == 2);
  CHECK(std::get<Send>(script[0].what).json == "{\"a\":\n    1}");
  CHECK(script[1].place == "a.session:3");
}

TEST_CASE("raw bytes are sent as they are, a body and a repetition in a frame, a flood without one") {
  const Script script = parse("-> raw a\\r\\n\\x00\\\\\n-> body \n-> repeat 3 ab\n-> flood 2 x\n");
  REQUIRE(script.size() == 4);
  CHECK(std::get<SendBytes>(script[0].what).bytes == std::string("a\r\n\0\\", 5));
  CHECK_FALSE(std::get<SendBytes>(script[0].what).framed);
  CHECK(std::get<SendBytes>(script[1].what).bytes == "");
  CHECK(std::get<SendBytes>(script[1].what).framed);
  CHECK(std::get<SendBytes>(script[2].what).bytes == "ababab");
  CHECK(std::get<SendBytes>(script[2].what).framed);
  CHECK(std::get<SendBytes>(script[3].what).bytes == "xx");
  CHECK_FALSE(std::get<SendBytes>(script[3].what).framed);
}

TEST_CASE("a line that means nothing is an error that names it") {
  for (const std::string text : {"?? what", "! dance", "! exit soon", "! jobs", "-> shout x", "-> raw \\q", "-> raw \\x0g",
                                 "-> repeat x y", "~ forget a/b", "@ no_such_part"}) {
    CAPTURE(text);
    const tt::Result<Script> script = parse_script("# first\n" + text + "\n", "a.session", "/nowhere");
    REQUIRE_FALSE(script.has_value());
    CHECK(script.error().message.starts_with("a.session:2: "));
  }
}

TEST_CASE("a part's statements stand where it is named, with places of its own") {
  const World world;
  REQUIRE(tt::write_file_atomically(world.home() / "hello.part", "-> {}\n").has_value());
  const tt::Result<Script> script = parse_script("@ hello\n! close\n", "a.session", world.home());
  REQUIRE(script.has_value());
  REQUIRE(script->size() == 2);
  CHECK((*script)[0].place == "hello.part:1");
}
