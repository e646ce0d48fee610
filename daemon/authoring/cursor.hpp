// What kind of word stands at a place of a lesson that is being written, told from the lines around it: the text needs no sense
// yet.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "argument_text.hpp"
#include "destination.hpp"

namespace tt::authoring {

enum class CursorKind { kNone, kFrontMatterKey, kFrontMatterValue, kCommand, kArgument, kAnchor, kLesson, kStep };

struct Cursor {
  CursorKind kind = CursorKind::kNone;
  TextSpan word;                                  // what is there already
  std::string key;                                // of a front matter's value
  std::string lesson;                             // the path before an anchor's `#`; empty: this lesson
  std::optional<CommandDestination> destination;  // of kCommand and kArgument
  ArgumentSlot slot;                              // of kArgument
};

Cursor cursor_at(const TextPlaces& places, std::size_t offset);

}  // namespace tt::authoring
