// libgit2's objects, freed by themselves.
#pragma once

#include <git2.h>

#include <memory>

namespace tt::repos {

template <auto kFree>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};

template <class T, auto kFree>
using Handle = std::unique_ptr<T, Freed<kFree>>;

using Repository = Handle<git_repository, &git_repository_free>;
using Reference = Handle<git_reference, &git_reference_free>;
using Submodule = Handle<git_submodule, &git_submodule_free>;
using Patch = Handle<git_patch, &git_patch_free>;
using StatusList = Handle<git_status_list, &git_status_list_free>;

}  // namespace tt::repos
