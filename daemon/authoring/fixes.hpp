// Edits that mend a problem, for the rules that have one honest fix.
#pragma once

#include <string>
#include <vector>

#include "knowledge.hpp"
#include "text_places.hpp"

namespace tt::authoring {

struct TextEdit {
  TextSpan span;
  std::string text;
};

struct Fix {
  std::string title;
  std::vector<TextEdit> edits;
};

// The likeliest first; none where there is nothing sure to say. `problem` was found in the document's text.
std::vector<Fix> fixes_of(const lessons::Problem& problem, const Document& document, const Knowledge& knowledge);

}  // namespace tt::authoring
