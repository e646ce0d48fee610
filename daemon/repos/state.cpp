#include "state.hpp"

#include <string_view>

#include "errors.hpp"
#include "handle.hpp"

namespace tt::repos {
namespace {

Result<Repository> open_checkout(const std::filesystem::path& path) {
  git_repository* opened = nullptr;
  const int code = ::git_repository_open_ext(&opened, path.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
  if (code != 0) return fail_git(code, "Opening the repository", path.string());
  return Repository(opened);
}

Result<Head> head_of(git_repository* repository, const std::filesystem::path& path) {
  Head head;
  git_reference* found = nullptr;
  const int code = ::git_repository_head(&found, repository);
  const Reference reference(found);
  if (code == GIT_EUNBORNBRANCH) {
    git_reference* symbolic = nullptr;
    if (::git_reference_lookup(&symbolic, repository, "HEAD") == 0) {
      const Reference owned(symbolic);
      const char* target = ::git_reference_symbolic_target(symbolic);
      const std::string_view name = target ? target : "";
      if (name.starts_with("refs/heads/")) head.branch = name.substr(11);
    }
    return head;
  }
  if (code != 0) return fail_git(code, "Reading the head of", path.string());
  if (::git_reference_is_branch(found)) head.branch = ::git_reference_shorthand(found);
  if (const git_oid* id = ::git_reference_target(found)) {
    head.commit.resize(GIT_OID_HEXSZ);
    ::git_oid_fmt(head.commit.data(), id);
  }
  return head;
}

}  // namespace

Result<Head> read_head(const std::filesystem::path& path) {
  const Library library;
  const Result<Repository> repository = open_checkout(path);
  if (!repository) return std::unexpected(repository.error());
  return head_of(repository->get(), path);
}

Result<RepoState> state(const std::filesystem::path& path) {
  const Library library;
  const Result<Repository> repository = open_checkout(path);
  if (!repository) return std::unexpected(repository.error());
  const Result<Head> head = head_of(repository->get(), path);
  if (!head) return std::unexpected(head.error());

  git_status_options options;
  ::git_status_options_init(&options, GIT_STATUS_OPTIONS_VERSION);
  options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
  options.flags = GIT_STATUS_OPT_EXCLUDE_SUBMODULES;
  git_status_list* listed = nullptr;
  if (const int code = ::git_status_list_new(&listed, repository->get(), &options); code != 0) {
    return fail_git(code, "Comparing the files of", path.string());
  }
  const StatusList changes(listed);
  return RepoState{head->branch, head->commit, ::git_status_list_entrycount(listed) > 0};
}

}  // namespace tt::repos
