// The placeholders of the manifest's texts, told apart from the text around them.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace tt::commands {

struct TemplatePiece {
  bool placeholder = false;
  std::string_view text;  // literal text, or the name between "${" and "}"
};

// Splits at ${name}; "$$" is a literal dollar sign. The error says what is wrong: a dollar sign that begins neither, or
// no closing brace. Views into `text`.
std::expected<std::vector<TemplatePiece>, std::string> split_template(std::string_view text);

}  // namespace tt::commands
