#include "statements.hpp"

#include <algorithm>

namespace tt::pytests {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

bool is_identifier(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// What a line leaves open for the next one.
struct Carry {
  char quote = 0;          // the quote character of an open string; 0: none
  bool triple = false;     // of that string
  bool continued = false;  // the line ended with a backslash
  std::size_t depth = 0;   // open brackets
};

// Reads one line without its line end.
void scan(std::string_view line, Carry& carry) {
  carry.continued = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '\\') {
      if (i + 1 == line.size()) carry.continued = true;
      ++i;
    } else if (carry.quote != 0) {
      if (c != carry.quote) continue;
      const std::size_t needed = carry.triple ? 3 : 1;
      if (line.substr(i, needed) != std::string_view("\"\"\"'''").substr(c == '"' ? 0 : 3, needed)) continue;
      i += needed - 1;
      carry.quote = 0;
    } else if (c == '#') {
      break;
    } else if (c == '"' || c == '\'') {
      carry.quote = c;
      carry.triple = line.substr(i).starts_with(c == '"' ? "\"\"\"" : "'''");
      if (carry.triple) i += 2;
    } else if (c == '(' || c == '[' || c == '{') {
      ++carry.depth;
    } else if ((c == ')' || c == ']' || c == '}') && carry.depth > 0) {
      --carry.depth;
    }
  }
  // A string in single quotes ends with its line, unless that is continued.
  if (carry.quote != 0 && !carry.triple && !carry.continued) carry.quote = 0;
}

}  // namespace

bool take_word(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word) || (text.size() > word.size() && is_identifier(text[word.size()]))) return false;
  text.remove_prefix(word.size());
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return true;
}

std::string_view identifier(std::string_view text) {
  const auto end = std::ranges::find_if_not(text, is_identifier);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

void for_each_statement(std::string_view source, const std::function<void(const Statement&)>& visit) {
  if (source.starts_with("\xEF\xBB\xBF")) source.remove_prefix(3);
  Carry carry;
  for (std::uint32_t number = 0; !source.empty(); ++number) {
    const std::size_t end = std::min(source.find_first_of("\r\n"), source.size());
    const std::string_view line = source.substr(0, end);
    source.remove_prefix(end);
    source.remove_prefix(source.starts_with("\r\n") ? 2 : source.empty() ? 0 : 1);

    Statement statement{number, 0, line};
    while (!statement.text.empty() && is_blank(statement.text.front())) {
      const char c = statement.text.front();
      statement.indent = c == '\t' ? (statement.indent / 8 + 1) * 8 : c == '\f' ? 0 : statement.indent + 1;
      statement.text.remove_prefix(1);
    }
    std::string_view start = statement.text;
    take_word(start, "async");
    const bool begins_block = take_word(start, "def") || take_word(start, "class");
    if (carry.quote == 0 && begins_block) carry.depth = 0;
    const bool begins = carry.quote == 0 && !carry.continued && carry.depth == 0;
    if (begins && !statement.text.empty() && statement.text.front() != '#') visit(statement);
    scan(line, carry);
  }
}

}  // namespace tt::pytests
