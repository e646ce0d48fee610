// What stands after the opening fence of a code block.
#pragma once

#include <string>
#include <string_view>

namespace tt::lessons {

struct InfoString {
  std::string language;  // [A-Za-z0-9+#_.-]{1,40} or empty
  std::string step;      // [A-Za-z0-9_.-]{1,100} or empty
};

// "bash step=practice-rmsnorm" has the language bash and the step practice-rmsnorm; words that mean nothing are passed over.
InfoString read_info_string(std::string_view info);

}  // namespace tt::lessons
