// A lesson's headings as a tree, with the code blocks that steps run.
#pragma once

#include <string>
#include <vector>

#include "knowledge.hpp"
#include "text_places.hpp"

namespace tt::authoring {

struct Symbol {
  std::string name;
  std::string detail;  // a heading's anchor, or a block's language
  bool is_step = false;
  TextSpan section;  // to where the next heading of the same or a higher level begins
  TextSpan line;     // within `section`
  std::vector<Symbol> children;
};

std::vector<Symbol> outline(const Document& document);

}  // namespace tt::authoring
