#include "find.hpp"

#include <algorithm>

#include "statements.hpp"

namespace tt::pytests {
namespace {

constexpr std::size_t kMaxTests = 10000;
constexpr std::size_t kMaxDepth = 100;  // Python's own limit on nested blocks

// A class or function that the current line lies in.
struct Scope {
  std::size_t indent = 0;
  std::string_view name;
  bool collected = false;  // pytest looks for tests in it
};

// "@pytest.fixture(...)": what it decorates isn't a test, whatever its name.
bool is_fixture(std::string_view decorator) {
  const std::string_view name = decorator.substr(1, decorator.find_first_of("( \t#") - 1);
  return name == "fixture" || name.ends_with(".fixture");
}

}  // namespace

std::vector<TestFunction> find_tests(std::string_view python_source) {
  std::vector<TestFunction> tests;
  std::vector<Scope> scopes;
  bool fixture = false;  // one of the decorators just read says so
  for_each_statement(python_source, [&](const Statement& statement) {
    while (!scopes.empty() && scopes.back().indent >= statement.indent) scopes.pop_back();
    std::string_view text = statement.text;
    if (text.starts_with('@')) {
      fixture = fixture || is_fixture(text);
      return;
    }
    const bool decorated_as_fixture = std::exchange(fixture, false);
    const bool is_class = take_word(text, "class");
    if (!is_class) take_word(text, "async");
    if ((!is_class && !take_word(text, "def")) || scopes.size() >= kMaxDepth) return;
    const std::string_view name = identifier(text);
    const bool reachable = std::ranges::all_of(scopes, &Scope::collected);
    scopes.push_back({statement.indent, name, is_class && name.starts_with("Test")});
    if (is_class || !reachable || decorated_as_fixture || !name.starts_with("test") || tests.size() >= kMaxTests) return;
    TestFunction test{{}, statement.line};
    for (const Scope& scope : scopes) {
      if (!test.name.empty()) test.name += "::";
      test.name += scope.name;
    }
    tests.push_back(std::move(test));
  });
  return tests;
}

bool uses_ttnn(std::string_view python_source) {
  bool found = false;
  for_each_statement(python_source, [&](const Statement& statement) {
    std::string_view text = statement.text;
    if (take_word(text, "from")) {
      found = found || identifier(text) == "ttnn";
    } else if (take_word(text, "import")) {
      while (!found && !text.empty()) {
        found = identifier(text) == "ttnn";
        const std::size_t comma = text.find(',');
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
        text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
      }
    }
  });
  return found;
}

}  // namespace tt::pytests
