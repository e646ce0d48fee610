// What the daemon answers, one file for each noun of the protocol.
#pragma once

#include "server/binder.hpp"
#include "server/client.hpp"
#include "server/daemon.hpp"
#include "server/drafts.hpp"
#include "server/open_documents.hpp"

namespace tt::server {

// Each binds its methods. The references must outlive the binder.
void bind_lessons(Binder& binder, Daemon& daemon, Client& client);
void bind_lesson_search(Binder& binder, Daemon& daemon);
void bind_commands(Binder& binder, Daemon& daemon, Client& client);
void bind_jobs(Binder& binder, Daemon& daemon, Client& client);
void bind_job_tests(Binder& binder, Daemon& daemon);
void bind_job_measurements(Binder& binder, Daemon& daemon);
void bind_job_marks(Binder& binder, Daemon& daemon);
void bind_job_queue(Binder& binder, Daemon& daemon);
void bind_job_keep(Binder& binder, Daemon& daemon);
void bind_job_search(Binder& binder, Daemon& daemon);
void bind_devices(Binder& binder, Daemon& daemon, Client& client);
void bind_editor(Binder& binder, Daemon& daemon, OpenDocuments& documents, Drafts& drafts);
void bind_authoring(Binder& binder, Daemon& daemon, Drafts& drafts, const OpenDocuments& documents);

}  // namespace tt::server
