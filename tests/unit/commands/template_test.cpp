#include "commands/template.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

// "text|<name>|text", or "! why".
std::string split(std::string_view text) {
  const auto pieces = tt::commands::split_template(text);
  if (!pieces) return "! " + pieces.error();
  std::string out;
  for (const auto& piece : *pieces) {
    if (!out.empty()) out += '|';
    out += piece.placeholder ? "<" + std::string(piece.text) + ">" : std::string(piece.text);
  }
  return out;
}

}  // namespace

TEST_CASE("a template falls into literal text and names") {
  CHECK(split("") == "");
  CHECK(split("plain") == "plain");
  CHECK(split("${pack}") == "<pack>");
  CHECK(split("${pack}/x-${arg.a}") == "<pack>|/x-|<arg.a>");
  CHECK(split("${a}${b}") == "<a>|<b>");
  CHECK(split("$$") == "$");
  CHECK(split("$${pack}") == "$|{pack}");
  CHECK(split("$$${pack}") == "$|<pack>");
  CHECK(split("a}b{c") == "a}b{c");
  CHECK(split("${}") == "<>");
  CHECK(split("${${pack}}") == "<${pack>|}");  // no nesting: the name is unknown then
}

TEST_CASE("a dollar sign that begins nothing is an error") {
  for (const char* text : {"$", "a$", "$HOME", "$(id)", "${pack", "x${", "$ {pack}"}) {
    CAPTURE(text);
    CHECK(split(text).starts_with("! "));
  }
}
