#include "origin.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <stdexcept>

// libgit2 1.5 forgets a PCRE2 match block whenever a pattern matches nothing in a configuration file (regexp.c).
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libpcre2"; }

namespace {

void expect(int code) {
  if (code < 0) throw std::runtime_error(::git_error_last() ? ::git_error_last()->message : "libgit2 failed");
}

struct Opened {
  git_repository* repository = nullptr;
  git_index* index = nullptr;
  explicit Opened(const std::filesystem::path& path) {
    expect(::git_repository_open(&repository, path.c_str()));
    expect(::git_repository_index(&index, repository));
  }
  Opened(const Opened&) = delete;
  ~Opened() {
    ::git_index_free(index);
    ::git_repository_free(repository);
  }
};

void commit(Opened& opened) {
  git_oid tree_id, id, parent_id;
  git_tree* tree = nullptr;
  git_signature* author = nullptr;
  git_commit* parent = nullptr;
  expect(::git_index_write(opened.index));
  expect(::git_index_write_tree(&tree_id, opened.index));
  expect(::git_tree_lookup(&tree, opened.repository, &tree_id));
  expect(::git_signature_new(&author, "Test", "test@example.com", 1'700'000'000, 0));
  if (::git_reference_name_to_id(&parent_id, opened.repository, "HEAD") == 0) {
    expect(::git_commit_lookup(&parent, opened.repository, &parent_id));
  }
  const git_commit* parents[] = {parent};
  expect(::git_commit_create(&id, opened.repository, "HEAD", author, author, nullptr, "A commit", tree, parent ? 1 : 0, parents));
  ::git_commit_free(parent);
  ::git_signature_free(author);
  ::git_tree_free(tree);
}

}  // namespace

Origins::Origins() {
  std::string name = (std::filesystem::temp_directory_path() / "tt-repos-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("mkdtemp " + name);
  path_ = name;
}

Origins::~Origins() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void Origins::make(std::string_view name, int files) const {
  git_repository_init_options options;
  expect(::git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION));
  options.flags = GIT_REPOSITORY_INIT_MKPATH;
  options.initial_head = "main";
  git_repository* made = nullptr;
  expect(::git_repository_init_ext(&made, (path_ / name).c_str(), &options));
  ::git_repository_free(made);
  Opened opened(path_ / name);
  for (int i = 0; i < files; ++i) {
    const std::string file = fmt::format("dir{}/file{}", i % 7, i);
    std::filesystem::create_directories((path_ / name / file).parent_path());
    std::ofstream(path_ / name / file) << std::string(200, 'x') << name << i;
    expect(::git_index_add_bypath(opened.index, file.c_str()));
  }
  commit(opened);
}

void Origins::add_submodule(std::string_view name, std::string_view place, std::string_view address,
                            std::string_view target) const {
  Opened opened(path_ / name);
  {
    std::ofstream modules(path_ / name / ".gitmodules", std::ios::app);
    modules << fmt::format("[submodule \"{0}\"]\n\tpath = {0}\n\turl = {1}\n", place, address);
  }
  expect(::git_index_add_bypath(opened.index, ".gitmodules"));
  const Opened inner(path_ / target);
  git_index_entry entry{};
  const std::string path(place);
  entry.path = path.c_str();
  entry.mode = GIT_FILEMODE_COMMIT;
  expect(::git_reference_name_to_id(&entry.id, inner.repository, "HEAD"));
  expect(::git_index_add(opened.index, &entry));
  commit(opened);
}
