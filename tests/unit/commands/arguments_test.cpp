#include "commands/arguments.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace commands = tt::commands;
using commands::GivenArguments;
using commands::ParameterSpec;
using commands::ParameterType;
using commands::Value;
using Named = std::map<std::string, Value>;
using Positional = std::vector<Value>;

namespace {

Value integer(std::int64_t value) { return value; }
Value text(std::string value) { return value; }

ParameterSpec parameter(std::string name, ParameterType type) {
  ParameterSpec spec;
  spec.name = std::move(name);
  spec.type = type;
  return spec;
}

// Four parameters, of which the first is required.
commands::CommandSpec practice() {
  commands::CommandSpec command;
  command.id = "tenstorrent.practice";
  command.parameters = {parameter("model", ParameterType::kString), parameter("hidden", ParameterType::kInteger),
                        parameter("scale", ParameterType::kNumber), parameter("folder", ParameterType::kPath)};
  command.parameters[0].required = true;
  command.parameters[0].choices = {"phi", "llama"};
  command.parameters[1].default_value = integer(3072);
  command.parameters[1].minimum = 32;
  command.parameters[1].maximum = 65536;
  return command;
}

// "model=phi hidden=3072", or "! " and the message.
std::string checked(const GivenArguments& given) {
  const auto arguments = commands::check_arguments(practice(), given);
  if (!arguments) {
    CHECK(arguments.error().kind == tt::ErrorKind::kInvalidArgument);
    return "! " + arguments.error().message;
  }
  std::string out;
  for (const auto& [name, value] : arguments->values)
    out += fmt::format("{}{}={}", out.empty() ? "" : " ", name, commands::to_text(value));
  return out;
}

}  // namespace

TEST_CASE("arguments are taken by position or by name and defaults filled in") {
  CHECK(checked(Positional{text("phi")}) == "model=phi hidden=3072");
  CHECK(checked(Named{{"model", text("phi")}}) == "model=phi hidden=3072");
  CHECK(checked(Positional{text("llama"), integer(64), 0.5, text("/x")}) == "model=llama hidden=64 scale=0.5 folder=/x");
  CHECK(checked(Named{{"folder", text("~/x")}, {"model", text("phi")}}) == "model=phi hidden=3072 folder=~/x");
  CHECK(checked(Positional{text("phi"), std::monostate{}, integer(2)}) == "model=phi hidden=3072 scale=2");
  CHECK(checked(Positional{text("phi"), 64.0}) == "model=phi hidden=64");  // a client that knows one number type
}

TEST_CASE("what breaks a rule is refused by a message that names the argument and the rule") {
  struct Case {
    GivenArguments given;
    std::string message;
  };
  const Value phi = text("phi");
  const Case cases[] = {
      {Positional{}, "! tenstorrent.practice needs the argument \"model\"."},
      {Named{}, "! tenstorrent.practice needs the argument \"model\"."},
      {Named{{"model", std::monostate{}}}, "! tenstorrent.practice needs the argument \"model\"."},
      {Named{{"model", phi}, {"layers", integer(1)}}, "! tenstorrent.practice has no parameter \"layers\"."},
      {Named{{"mod\x1b", phi}}, "! tenstorrent.practice has no parameter \"mod\\u001b\"."},
      {Positional{phi, integer(64), 0.5, text("/x"), integer(1)}, "! tenstorrent.practice got 5 arguments and takes at most 4."},
      {Positional{text("gpt")}, "! The argument \"model\" is \"gpt\", which is not one of its choices."},
      {Positional{integer(1)}, "! The argument \"model\" has to be a string, and is an integer."},
      {Positional{phi, text("64")}, "! The argument \"hidden\" has to be an integer, and is a string."},
      {Positional{phi, true}, "! The argument \"hidden\" has to be an integer, and is a boolean."},
      {Positional{phi, 64.5}, "! The argument \"hidden\" has to be an integer, and is a number with a fraction, or too large."},
      {Positional{phi, 1e300}, "! The argument \"hidden\" has to be an integer, and is a number with a fraction, or too large."},
      {Positional{phi, integer(31)}, "! The argument \"hidden\" is 31, less than its minimum 32."},
      {Positional{phi, integer(65537)}, "! The argument \"hidden\" is 65537, more than its maximum 65536."},
      {Positional{phi, integer(64), std::nan("")}, "! The argument \"scale\" has to be a number, and is a number."},
      {Positional{phi, integer(64), text("x")}, "! The argument \"scale\" has to be a number, and is a string."},
      {Named{{"model", phi}, {"folder", text("x/y")}}, "! The argument \"folder\" is the path \"x/y\", which is not absolute."},
      {Named{{"model", phi}, {"folder", text("")}}, "! The argument \"folder\" is the path \"\", which is not absolute."},
      {Named{{"model", phi}, {"folder", text("~root/x")}},
       "! The argument \"folder\" is the path \"~root/x\", which is not absolute."},
      {Named{{"model", phi}, {"folder", text("-x")}}, "! The argument \"folder\" is the path \"-x\", which is not absolute."},
      {Named{{"model", phi}, {"folder", text("/a\nb")}}, "! The argument \"folder\" holds a control character."},
      {Named{{"model", phi}, {"folder", text(std::string("/a\0b", 4))}}, "! The argument \"folder\" holds a control character."},
      {Named{{"model", phi}, {"folder", text("/a\xC2\x9B")}}, "! The argument \"folder\" holds a control character."},
      {Named{{"model", phi}, {"folder", text("/" + std::string(4095, 'x'))}},
       "! The argument \"folder\" is longer than 4095 bytes."},
  };
  for (const Case& c : cases) CHECK(checked(c.given) == c.message);
}

TEST_CASE("an argument is found by its name") {
  const auto arguments = commands::check_arguments(practice(), Positional{text("phi")});
  REQUIRE(arguments);
  CHECK(arguments->text("hidden") == "3072");
  CHECK(arguments->find("hidden") != nullptr);
  CHECK(arguments->find("scale") == nullptr);
  CHECK(arguments->text("scale") == "");
}

TEST_CASE("a text from a command line is read as the parameter's type") {
  struct Case {
    ParameterType type;
    std::string text;
    std::size_t index;  // of the variant; npos where it is refused
  };
  constexpr std::size_t kRefused = std::string::npos;
  const Case cases[] = {
      {ParameterType::kInteger, "12", 2},
      {ParameterType::kInteger, "12x", kRefused},
      {ParameterType::kInteger, "", kRefused},
      {ParameterType::kInteger, "1.5", kRefused},
      {ParameterType::kNumber, "1.5", 3},
      {ParameterType::kNumber, "nan", kRefused},
      {ParameterType::kNumber, "1,5", kRefused},
      {ParameterType::kBoolean, "true", 1},
      {ParameterType::kBoolean, "yes", kRefused},
      {ParameterType::kString, "12", 4},
      {ParameterType::kString, "", 4},
      {ParameterType::kPath, "/x", 4},
      {ParameterType::kPath, "x", kRefused},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto value = commands::read_value(parameter("p", c.type), c.text);
    CHECK((value ? value->index() : kRefused) == c.index);
  }
}
