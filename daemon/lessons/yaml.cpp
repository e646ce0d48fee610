#include "yaml.hpp"

#include <yaml-cpp/eventhandler.h>

#include <sstream>

namespace tt::lessons {
namespace {

// Watches yaml-cpp's events for what must not become nodes; the first offence is kept.
class Guard final : public YAML::EventHandler {
 public:
  explicit Guard(std::size_t max_depth) : max_depth_(max_depth) {}

  // Throws YamlError: yaml-cpp has no other way to stop a parse.
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { check(mark, anchor); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse(mark, "aliases aren't allowed"); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string&) override {
    check(mark, anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    deeper(mark, anchor);
  }
  void OnSequenceEnd() override { --depth_; }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    deeper(mark, anchor);
  }
  void OnMapEnd() override { --depth_; }

 private:
  [[noreturn]] static void refuse(const YAML::Mark& mark, const char* message) {
    throw YamlError{message, static_cast<std::uint32_t>(std::max(mark.line, 0))};
  }
  static void check(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) refuse(mark, "anchors aren't allowed");
  }
  void deeper(const YAML::Mark& mark, YAML::anchor_t anchor) {
    check(mark, anchor);
    if (++depth_ > max_depth_) refuse(mark, "it is nested too deeply");
  }

  std::size_t max_depth_;
  std::size_t depth_ = 0;
};

}  // namespace

std::expected<YAML::Node, YamlError> load_yaml(std::string_view text, std::size_t max_depth) {
  try {
    const std::string copy(text);
    std::istringstream stream(copy);
    YAML::Parser parser(stream);
    Guard guard(max_depth);
    parser.HandleNextDocument(guard);
    return YAML::Load(copy);
  } catch (const YamlError& error) {
    return std::unexpected(error);
  } catch (const YAML::Exception& error) {
    return std::unexpected(YamlError{error.msg, static_cast<std::uint32_t>(std::max(error.mark.line, 0))});
  }
}

}  // namespace tt::lessons
