#include "template.hpp"

#include "base/utf8.hpp"

namespace tt::commands {

std::expected<std::vector<TemplatePiece>, std::string> split_template(std::string_view text) {
  std::vector<TemplatePiece> pieces;
  while (!text.empty()) {
    const std::size_t dollar = text.find('$');
    if (dollar != 0) pieces.push_back({false, text.substr(0, dollar)});
    if (dollar == std::string_view::npos) break;
    text.remove_prefix(dollar);
    if (text.starts_with("$$")) {
      pieces.push_back({false, text.substr(0, 1)});
      text.remove_prefix(2);
    } else if (text.starts_with("${")) {
      const std::size_t brace = text.find('}');
      if (brace == std::string_view::npos) return std::unexpected("\"${\" has no closing brace.");
      pieces.push_back({true, text.substr(2, brace - 2)});
      text.remove_prefix(brace + 1);
    } else {
      return std::unexpected(
          fmt::format("\"{}\" is no placeholder: write ${{name}}, or $$ for a dollar sign.", utf8::visible(text.substr(0, 12))));
    }
  }
  return pieces;
}

}  // namespace tt::commands
