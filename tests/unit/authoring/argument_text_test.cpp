#include "authoring/argument_text.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tt::authoring;

namespace {

// The slot where `|` stands, as "position:key=what is there", with the marks around it.
std::string slot(std::string json) {
  const std::size_t at = json.find('|');
  json.erase(at, 1);
  const ArgumentSlot found = slot_at(json, at);
  return (found.is_key ? "key " : "") + std::to_string(found.position) + ":" + found.key + "=" + (found.opened ? "<" : "") +
         json.substr(found.begin, found.end - found.begin) + (found.closed ? ">" : "");
}

}  // namespace

TEST_CASE("the values of a list and of an object are told with their places") {
  const std::string json = "[\"a\\\"b\", 12, true]";
  const ArgumentText list = scan_arguments(json);
  REQUIRE(list.tokens.size() == 3);
  CHECK(list.shape == ArgumentShape::kList);
  CHECK(list.tokens[0].text == "a\"b");
  CHECK(json.substr(list.tokens[1].begin, list.tokens[1].end - list.tokens[1].begin) == "12");
  CHECK(list.tokens[2].position == 2);

  const ArgumentText object = scan_arguments(R"({"mode":"fast","rows":3})");
  REQUIRE(object.tokens.size() == 4);
  CHECK(object.shape == ArgumentShape::kObject);
  CHECK(object.tokens[0].is_key);
  CHECK_FALSE(object.tokens[3].is_key);
  CHECK(object.tokens[3].key == "rows");
  CHECK(object.tokens[3].text == "3");
  CHECK(scan_arguments("").shape == ArgumentShape::kNone);
  CHECK(scan_arguments("\"a\"").shape == ArgumentShape::kOther);
}

TEST_CASE("the slot at a place is told in a text that isn't finished") {
  CHECK(slot("|") == "0:=");
  CHECK(slot("[|") == "0:=");
  CHECK(slot("[\"fa|") == "0:=<fa");
  CHECK(slot("[\"fa|st\"]") == "0:=<fast>");
  CHECK(slot("[\"fast\"|]") == "0:=");
  CHECK(slot("[\"fast\",|]") == "1:=");
  CHECK(slot("[\"fast\",tr|ue]") == "1:=true");
  CHECK(slot("{|") == "key 0:=");
  CHECK(slot("{\"mo|\":1}") == "key 0:mo=<mo>");
  CHECK(slot("{\"mode\":|") == "0:mode=");
  CHECK(slot("{\"mode\":\"f|\",\"rows\":1}") == "0:mode=<f>");
  CHECK(slot("{\"mode\":\"f\",|") == "key 1:=");
  // A word without its end isn't taken for everything behind it.
  CHECK(slot("[\"fa|st, \"b\"]") == "0:=<fast, >");
}
