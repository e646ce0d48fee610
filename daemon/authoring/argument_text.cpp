#include "argument_text.hpp"

#include <algorithm>
#include <functional>

namespace tt::authoring {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

// Reads the token that begins at `at`.
ArgumentToken read_token(std::string_view json, std::size_t at) {
  ArgumentToken token;
  token.begin = at;
  if (json[at] != '"') {
    token.end = std::min(json.find_first_of(" \t\r\n,:]}\"", at + 1), json.size());
    token.text = json.substr(at, token.end - at);
    return token;
  }
  token.quoted = true;
  token.closed = false;
  std::size_t i = at + 1;
  while (i < json.size() && json[i] != '"') {
    if (json[i] == '\\' && i + 1 < json.size()) ++i;
    token.text += json[i++];
  }
  token.closed = i < json.size();
  token.end = token.closed ? i + 1 : i;
  return token;
}

// Walks over `json` up to `limit`, and tells what it meets: a token, or a mark of punctuation.
struct Walk {
  ArgumentText out;
  std::size_t position = 0;
  bool after_colon = false;
  std::string key;

  void mark(char c) {
    if (c == ',') {
      ++position;
      after_colon = false;
      key.clear();
    } else if (c == ':') {
      after_colon = true;
    }
  }

  void take(ArgumentToken token) {
    token.position = position;
    token.is_key = out.shape == ArgumentShape::kObject && !after_colon;
    if (token.is_key) key = token.text;
    token.key = key;
    out.tokens.push_back(std::move(token));
  }
};

// `limit` is where to stop: a token that begins before it is read to its end.
Walk walk(std::string_view json, std::size_t limit) {
  Walk state;
  std::size_t at = std::min(json.find_first_not_of(kBlank), json.size());
  if (at >= limit) return state;
  state.out.shape = json[at] == '[' ? ArgumentShape::kList : json[at] == '{' ? ArgumentShape::kObject : ArgumentShape::kOther;
  if (state.out.shape != ArgumentShape::kOther) ++at;
  while (at < limit) {
    const char c = json[at];
    if (kBlank.contains(c) || c == '[' || c == ']' || c == '{' || c == '}') {
      ++at;
    } else if (c == ',' || c == ':') {
      state.mark(c);
      ++at;
    } else {
      ArgumentToken token = read_token(json, at);
      at = token.end;
      state.take(std::move(token));
    }
  }
  return state;
}

}  // namespace

ArgumentText scan_arguments(std::string_view json) { return walk(json, json.size()).out; }

ArgumentSlot slot_at(std::string_view json, std::size_t offset) {
  offset = std::min(offset, json.size());
  const Walk before = walk(json, offset);
  ArgumentSlot slot;
  slot.position = before.position;
  slot.is_key = before.out.shape == ArgumentShape::kObject && !before.after_colon;
  slot.key = before.key;
  slot.begin = slot.end = offset;
  if (before.out.tokens.empty()) return slot;
  const ArgumentToken& last = before.out.tokens.back();
  // Behind a closing quotation mark nothing can be added to the word.
  const bool inside = last.quoted ? last.begin < offset && (!last.closed || offset < last.end) : offset <= last.end;
  if (!inside) return slot;
  slot.is_key = last.is_key;
  slot.position = last.position;
  slot.key = last.key;
  slot.opened = last.quoted;
  slot.closed = last.quoted && last.closed;
  slot.begin = last.begin + (last.quoted ? 1 : 0);
  slot.end = slot.closed ? last.end - 1 : last.end;
  // A word that isn't closed reaches over everything after it: only what stands before the place is replaced.
  if (last.quoted && !last.closed) slot.end = offset;
  return slot;
}

}  // namespace tt::authoring
