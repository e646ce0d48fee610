#include "library.hpp"

#include <git2.h>

namespace tt::repos {

Library::Library() { ::git_libgit2_init(); }
Library::~Library() { ::git_libgit2_shutdown(); }

}  // namespace tt::repos
