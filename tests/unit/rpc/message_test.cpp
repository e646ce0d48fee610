#include "rpc/message.hpp"

#include <doctest/doctest.h>

using namespace tt::rpc;

TEST_CASE("messages are told apart") {
  CHECK(std::holds_alternative<Request>(classify(Json::parse(R"({"jsonrpc":"2.0","id":1,"method":"a"})"))));
  CHECK(std::holds_alternative<Request>(classify(Json::parse(R"({"jsonrpc":"2.0","id":"x","method":"a","params":{}})"))));
  CHECK(std::holds_alternative<Notification>(classify(Json::parse(R"({"jsonrpc":"2.0","method":"a","params":[]})"))));
  CHECK(std::holds_alternative<Response>(classify(Json::parse(R"({"jsonrpc":"2.0","id":1,"result":null})"))));
  CHECK(std::holds_alternative<Response>(classify(Json::parse(R"({"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"m"}})"))));
}

TEST_CASE("what isn't JSON-RPC is invalid and keeps the id that it can be answered to") {
  struct Case {
    const char* text;
    bool has_id;
  };
  const Case cases[] = {
      {"[]", false},
      {R"([{"jsonrpc":"2.0","id":1,"method":"a"}])", false},
      {"3", false},
      {"null", false},
      {R"({"id":1,"method":"a"})", true},
      {R"({"jsonrpc":"1.0","id":1,"method":"a"})", true},
      {R"({"jsonrpc":"2.0","id":1,"method":3})", true},
      {R"({"jsonrpc":"2.0","id":1,"method":"a","params":3})", true},
      {R"({"jsonrpc":"2.0","id":1.5,"method":"a"})", false},
      {R"({"jsonrpc":"2.0","id":null,"method":"a"})", false},
      {R"({"jsonrpc":"2.0","id":[],"method":"a"})", false},
      {R"({"jsonrpc":"2.0","id":18446744073709551615,"method":"a"})", false},
      {R"({"jsonrpc":"2.0","id":1})", true},
      {R"({"jsonrpc":"2.0"})", false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const Message message = classify(Json::parse(c.text));
    REQUIRE(std::holds_alternative<Invalid>(message));
    CHECK(std::get<Invalid>(message).id.has_value() == c.has_id);
  }
}

TEST_CASE("an error without an id says null") {
  CHECK(make_error({}, {kParseError, "m", {}}) ==
        Json::parse(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"m"}})"));
}
