#include "line_at.hpp"

#include "base/utf8.hpp"

namespace tt::gates {

std::string quote(std::string_view line) {
  const std::string_view cut = line.substr(0, kMaxQuote);
  std::string text = utf8::replace_invalid(cut.substr(0, utf8::complete_prefix(cut)));
  if (text.size() > kMaxQuote) {  // each ill-formed byte became three
    text.resize(kMaxQuote);
    text.resize(utf8::complete_prefix(text));
  }
  return text;
}

}  // namespace tt::gates
