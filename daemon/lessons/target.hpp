// Where a link or an image of a lesson may lead, decided from its decoded destination.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"

namespace tt::lessons {

struct WebTarget {
  std::string url;  // https, percent-encoded where it has to be
};
struct AnchorTarget {
  std::string anchor;
};
struct CommandTarget {
  std::string command;
  std::string arguments_json;  // as in CommandLink
};
struct RefusedTarget {
  std::string reason;  // one clause, for the author
};

using LinkTarget = std::variant<WebTarget, AnchorTarget, CommandTarget, RefusedTarget>;

// `destination` has its character references and backslashes decoded. A relative path to a .md file is resolved against the
// folder of `file` and becomes a CommandTarget of kOpenLessonCommand. Everything that isn't https, `#anchor`,
// `command:tenstorrent.x` or such a path is refused.
LinkTarget link_target(std::string_view file, std::string_view destination);

struct ImageTarget {
  std::string path;  // relative to the pack, normalised
};
using ImageSource = std::variant<ImageTarget, WebTarget, RefusedTarget>;

// A path beneath the pack to a png, jpg, jpeg, gif or webp file, or an https address. SVG is refused: it can hold scripts.
ImageSource image_source(std::string_view file, std::string_view destination);

// `relative` against the folder of `file` (or against the pack, where it begins with '/'), without `.` and `..`.
// kInvalidArgument where it leaves the pack, is empty, or holds a NUL, a control character, a backslash or a colon.
Result<std::string> pack_path(std::string_view file, std::string_view relative);

}  // namespace tt::lessons
