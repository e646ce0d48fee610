// The arguments of a command link as text that is still being written: which values are there, and where.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tt::authoring {

struct ArgumentToken {
  bool is_key = false;
  bool quoted = false;
  bool closed = true;     // a quoted one has its second quotation mark
  std::size_t begin = 0;  // with its quotation mark
  std::size_t end = 0;
  std::size_t position = 0;  // of the item in the list, or of the entry in the object
  std::string key;           // of a value in an object; of a key: itself
  std::string text;          // without quotation marks, simple escapes decoded
};

enum class ArgumentShape { kNone, kList, kObject, kOther };

struct ArgumentText {
  ArgumentShape shape = ArgumentShape::kNone;
  std::vector<ArgumentToken> tokens;
};

// What would be written at one place.
struct ArgumentSlot {
  bool is_key = false;
  std::size_t position = 0;
  std::string key;        // whose value, in an object
  std::size_t begin = 0;  // what is there already, between the quotation marks
  std::size_t end = 0;
  bool opened = false;  // a quotation mark stands before it
  bool closed = false;  // and one after it
};

// Never fails: what is no JSON is passed over. Whether the arguments are good is told by commands/arguments.hpp.
ArgumentText scan_arguments(std::string_view json);

// The slot at an offset in `json`, from 0 to its size.
ArgumentSlot slot_at(std::string_view json, std::size_t offset);

}  // namespace tt::authoring
