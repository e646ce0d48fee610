#include "search/query.hpp"

#include <doctest/doctest.h>

using tt::search::match_expression;

TEST_CASE("words are quoted, and the last may go on") {
  CHECK(match_expression("pcc") == "{head body code} : (\"pcc\"*)");
  CHECK(match_expression(" tt metal\t") == "(\"tt\" \"metal\"*) AND {head body code} : (\"tt\" OR \"metal\"*)");
}

TEST_CASE("what is no word is left out") {
  CHECK(match_expression("").empty());
  CHECK(match_expression(" \n\t ").empty());
  CHECK(match_expression("-> \"* ()").empty());
  CHECK(match_expression(std::string_view("\0", 1)).empty());
  CHECK(match_expression("a -> b") == "(\"a\" \"b\"*) AND {head body code} : (\"a\" OR \"b\"*)");
}

TEST_CASE("a quotation mark stays inside of its quotes") {
  CHECK(match_expression("say\"OR\"x") == "{head body code} : (\"say\"\"OR\"\"x\"*)");
}
