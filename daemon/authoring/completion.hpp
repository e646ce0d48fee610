// What an author may write at a place.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "knowledge.hpp"
#include "text_places.hpp"

namespace tt::authoring {

enum class CompletionKind { kKey, kValue, kChoice, kCommand, kArgument, kLesson, kAnchor, kStep };

struct Completion {
  std::string label;
  CompletionKind kind = CompletionKind::kValue;
  std::string detail;
  std::string documentation;
  TextSpan replaced;
  std::string text;  // what is put there
};

// In a stable order, no label twice; at most 1,000.
std::vector<Completion> complete(const Document& document, std::size_t offset, const Knowledge& knowledge);

}  // namespace tt::authoring
