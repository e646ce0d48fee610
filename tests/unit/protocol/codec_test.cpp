// The decode rules, one table per type.
#include "protocol/codec.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace tt::protocol;

namespace {

// The message of the fault that reading `text` as a T at "p.x" gives; empty where it was read.
template <class T>
std::string fault_of(const json& value, T& out) {
  const Path root{.name = "p"};
  Fault fault;
  return read_value(value, Path{.parent = &root, .name = "x"}, out, fault) ? "" : fault.error.message;
}

template <class T>
std::string fault_of(const json& value) {
  T out{};
  return fault_of(value, out);
}

template <class T>
T value_of(const json& value) {
  T out{};
  CHECK(fault_of(value, out) == "");
  return out;
}

}  // namespace

TEST_CASE("an integer is taken in its range and nothing else is taken for one") {
  CHECK(value_of<std::int32_t>(json::parse("-2147483648")) == -2147483647 - 1);
  CHECK(value_of<std::int32_t>(json::parse("2147483647")) == 2147483647);
  for (const char* text :
       {"2147483648", "-2147483649", "3.9", "3.0", "true", "\"3\"", "null", "[]", "18446744073709551615", "1e3"}) {
    CAPTURE(text);
    CHECK(fault_of<std::int32_t>(json::parse(text)).starts_with("p.x: expected an integer from -2147483648 to 2147483647, got "));
  }
}

TEST_CASE("an unsigned integer ends where LSP's does") {
  CHECK(value_of<std::uint32_t>(json::parse("0")) == 0);
  CHECK(value_of<std::uint32_t>(json::parse("2147483647")) == 2147483647);
  for (const char* text : {"-1", "2147483648", "9999999999", "3.9", "false", "\"1\"", "-9223372036854775808"}) {
    CAPTURE(text);
    CHECK(fault_of<std::uint32_t>(json::parse(text)).starts_with("p.x: expected an unsigned integer up to 2147483647, got "));
  }
}

TEST_CASE("an unsigned value that was stored as signed is taken") { CHECK(value_of<std::uint32_t>(json(7)) == 7); }

TEST_CASE("an offset ends where JavaScript's integers do") {
  CHECK(value_of<std::uint64_t>(json::parse("9007199254740991")) == 9007199254740991u);
  CHECK(fault_of<std::uint64_t>(json::parse("9007199254740992")) ==
        "p.x: expected an unsigned integer up to 9007199254740991, got 9007199254740992");
  CHECK(fault_of<std::uint64_t>(json::parse("3.9")) == "p.x: expected an unsigned integer up to 9007199254740991, got 3.9");
  CHECK(fault_of<std::uint64_t>(json::parse("-1")) != "");
  CHECK(fault_of<std::uint64_t>(json::parse("123456789012345678901234567890")) != "");
}

TEST_CASE("a number may be whole, but must be finite") {
  CHECK(value_of<double>(json::parse("3")) == 3.0);
  CHECK(value_of<double>(json::parse("-0.5")) == -0.5);
  CHECK(fault_of<double>(json(std::numeric_limits<double>::infinity())) != "");
  CHECK(fault_of<double>(json("1")) == "p.x: expected a number, got \"1\"");
}

TEST_CASE("a boolean is true or false") {
  CHECK(value_of<bool>(json(true)));
  CHECK(fault_of<bool>(json(1)) == "p.x: expected true or false, got 1");
}

TEST_CASE("a string must be valid UTF-8") {
  CHECK(value_of<std::string>(json("\xc3\xbc")) == "\xc3\xbc");
  CHECK(fault_of<std::string>(json("a\xff")).starts_with("p.x: expected a string of valid UTF-8, got "));
  CHECK(fault_of<std::string>(json(1)) == "p.x: expected a string, got 1");
}

TEST_CASE("a fault quotes a long or unsafe value short and visible") {
  const std::string message = fault_of<bool>(json(std::string(1000, 'a') + "\xe2\x80\xae"));
  CHECK(message.size() < 120);
  CHECK(message.ends_with("..."));
  CHECK(fault_of<bool>(json("\xe2\x80\xae")).find("\xe2\x80\xae") == std::string::npos);
  CHECK(fault_of<bool>(json::object()) == "p.x: expected true or false, got an object");
  CHECK(fault_of<bool>(json::array()) == "p.x: expected true or false, got an array");
}

TEST_CASE("a fault in an array names the element") {
  CHECK(value_of<std::vector<std::int32_t>>(json{1, 2}) == std::vector<std::int32_t>{1, 2});
  CHECK(fault_of<std::vector<std::vector<std::string>>>(json::object()) == "p.x: expected an array, got an object");
  CHECK(fault_of<std::vector<std::vector<std::string>>>(json::parse(R"([["a"],["b",3]])")) ==
        "p.x[1][1]: expected a string, got 3");
}

TEST_CASE("a variant takes the first alternative that fits and names all of them where none does") {
  using Token = std::variant<std::int32_t, std::string>;
  CHECK(value_of<Token>(json(5)) == Token(5));
  CHECK(value_of<Token>(json("5")) == Token("5"));
  CHECK(fault_of<Token>(json(5.5)) == "p.x: expected an integer or a string, got 5.5");
}

TEST_CASE("null is a value of what may be null") {
  CHECK_FALSE(value_of<std::optional<std::string>>(json(nullptr)).has_value());
  CHECK(value_of<std::optional<std::string>>(json("a")) == "a");
  CHECK(value_of<std::nullptr_t>(json(nullptr)) == nullptr);
  CHECK(fault_of<std::nullptr_t>(json(0)) == "p.x: expected null, got 0");
}

TEST_CASE("an enum's fault names what is allowed") {
  static constexpr std::string_view kNames[] = {"up", "down"};
  static constexpr std::int32_t kNumbers[] = {1, 4};
  const Path at{.name = "p"};
  Fault fault;
  std::size_t index = 9;
  CHECK(read_name(json("down"), at, kNames, index, fault));
  CHECK(index == 1);
  CHECK_FALSE(read_name(json("Down"), at, kNames, index, fault));
  CHECK(fault.error.message == "p: expected one of \"up\", \"down\", got \"Down\"");
  CHECK_FALSE(read_name(json(0), at, kNames, index, fault));
  std::int32_t number = 0;
  CHECK(read_number(json(4), at, kNumbers, number, fault));
  CHECK(number == 4);
  CHECK_FALSE(read_number(json(2), at, kNumbers, number, fault));
  CHECK(fault.error.message == "p: expected one of 1, 4, got 2");
  CHECK_FALSE(read_number(json(1.0), at, kNumbers, number, fault));
}
