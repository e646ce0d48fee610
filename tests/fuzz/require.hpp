// An assertion that holds in every build type: a fuzz target that doesn't check anything finds crashes only.
#pragma once

#include <cstdlib>

inline void require(bool holds) {
  if (!holds) std::abort();
}
