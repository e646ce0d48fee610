#include "yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <sstream>

#include "base/utf8.hpp"
#include "contains.hpp"

namespace tt::commands {
namespace {

constexpr std::size_t kMaxDepth = 16;
constexpr std::size_t kMaxNodes = 20000;
constexpr std::size_t kMaxKeys = 200;  // of one map

std::uint32_t line_of(const YAML::Mark& mark) { return mark.line < 0 ? 0 : static_cast<std::uint32_t>(mark.line) + 1; }

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return (c >= 0 && c < 0x20 && c != '\n' && c != '\t') || c == 0x7F; });
}

// Builds the tree from the parser's events. The library's own node type would follow aliases and hide where a key stands.
// Invariant: after the first problem nothing more is built.
class TreeBuilder final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& mark, const std::string&) override { refuse(mark, "Anchors and aliases are not allowed."); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse(mark, "Anchors and aliases are not allowed."); }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (admit(mark, "", anchor))
      add({.kind = Yaml::Kind::kNull, .line = line_of(mark), .text = {}, .items = {}, .entries = {}}, mark);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
    if (!admit(mark, tag, anchor)) return;
    if (has_control_character(value)) return refuse(mark, "A text holds a control character.");
    add({.kind = Yaml::Kind::kScalar, .line = line_of(mark), .text = value, .plain = tag == "?", .items = {}, .entries = {}}, mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Yaml::Kind::kSequence);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Yaml::Kind::kMap);
  }
  void OnMapEnd() override { close(); }

  std::optional<Problem> problem;
  Yaml root;

 private:
  struct Open {
    Yaml node;
    std::optional<std::string> key;  // of a map: read, and its value isn't yet
    YAML::Mark mark;
  };

  void refuse(const YAML::Mark& mark, std::string why) {
    if (!problem) problem = Problem{line_of(mark), Severity::kError, "yaml", std::move(why)};
  }

  bool admit(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) refuse(mark, "Anchors and aliases are not allowed.");
    if (tag != "" && tag != "?" && tag != "!") refuse(mark, fmt::format("The tag {} is not allowed.", utf8::visible(tag)));
    if (++nodes_ > kMaxNodes) refuse(mark, fmt::format("The file has more than {} values.", kMaxNodes));
    return !problem;
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Yaml::Kind kind) {
    if (!admit(mark, tag, anchor)) return;
    if (stack_.size() >= kMaxDepth) return refuse(mark, fmt::format("The file is nested deeper than {} levels.", kMaxDepth));
    stack_.push_back({{.kind = kind, .line = line_of(mark), .text = {}, .items = {}, .entries = {}}, std::nullopt, mark});
  }

  void close() {
    if (problem || stack_.empty()) return;
    Open done = std::move(stack_.back());
    stack_.pop_back();
    add(std::move(done.node), done.mark);
  }

  void add(Yaml node, const YAML::Mark& mark) {
    if (stack_.empty()) {
      root = std::move(node);
      return;
    }
    Open& parent = stack_.back();
    if (parent.node.kind == Yaml::Kind::kSequence) {
      parent.node.items.push_back(std::move(node));
    } else if (parent.key) {
      parent.node.entries.push_back({std::move(*parent.key), std::move(node)});
      parent.key.reset();
    } else if (node.kind != Yaml::Kind::kScalar) {
      refuse(mark, "A key has to be a plain text.");
    } else if (parent.node.entries.size() >= kMaxKeys) {
      refuse(mark, fmt::format("A map has more than {} keys.", kMaxKeys));
    } else if (contains(parent.node.entries, node.text, &YamlEntry::key)) {
      refuse(mark, fmt::format("The key \"{}\" stands twice in one map.", utf8::visible(node.text)));
    } else {
      parent.key = std::move(node.text);
    }
  }

  std::vector<Open> stack_;
  std::size_t nodes_ = 0;
};

}  // namespace

std::expected<Yaml, Problem> parse_yaml(std::string_view text) {
  const auto refused = [](std::uint32_t line, std::string why) {
    return std::unexpected(Problem{line, Severity::kError, "yaml", std::move(why)});
  };
  if (!utf8::is_valid(text)) return refused(0, "The file is not valid UTF-8.");
  TreeBuilder builder;
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) return refused(0, "The file is empty.");
    if (builder.problem) return std::unexpected(std::move(*builder.problem));
    TreeBuilder second;
    if (parser.HandleNextDocument(second)) return refused(0, "The file holds more than one YAML document.");
  } catch (const YAML::Exception& e) {
    return refused(line_of(e.mark), fmt::format("The file is not valid YAML: {}.", utf8::visible(e.msg)));
  }
  return std::move(builder.root);
}

Value typed_value(const Yaml& scalar) {
  const std::string& text = scalar.text;
  if (scalar.kind == Yaml::Kind::kNull) return std::monostate{};
  if (!scalar.plain) return text;
  if (text == "true") return true;
  if (text == "false") return false;
  const char* const end = text.data() + text.size();
  std::int64_t integer = 0;
  if (const auto [stop, error] = std::from_chars(text.data(), end, integer); error == std::errc{} && stop == end) return integer;
  double number = 0;
  if (const auto [stop, error] = std::from_chars(text.data(), end, number);
      error == std::errc{} && stop == end && std::isfinite(number)) {
    return number;
  }
  return text;
}

}  // namespace tt::commands
