// Every struct of a recording described once, for writing and for reading: archive(key, member, value when absent).
// Only included by recording_json.cpp.
#pragma once

#include "app/host/recording.h"

namespace app::session {

template <class Archive>
void fields(Archive& archive, sim::report::LimitsRow& it) {
    archive("shmmni", it.shmmni);
    archive("shmmax", it.shmmax);
    archive("shmall", it.shmall);
    archive("page_size", it.page_size);
    archive("frames", it.frames);
    archive("cpus", it.cpus, 1u);
    archive("shm_rmid_forced", it.shm_rmid_forced);
}

template <class Archive>
void fields(Archive& archive, sim::report::SegmentRow& it) {
    archive("key", it.key);
    archive("shmid", it.shmid);
    archive("uid", it.uid);
    archive("gid", it.gid);
    archive("cuid", it.cuid);
    archive("cgid", it.cgid);
    archive("mode", it.mode);
    archive("bytes", it.bytes);
    archive("nattch", it.nattch);
    archive("cpid", it.cpid);
    archive("lpid", it.lpid);
    archive("atime", it.atime);
    archive("dtime", it.dtime);
    archive("ctime", it.ctime);
    archive("dest", it.dest);
    archive("locked", it.locked);
    archive("page_count", it.page_count);
    archive("resident", it.resident);
    archive("swapped", it.swapped);
}

template <class Archive>
void fields(Archive& archive, sim::report::SemaphoreRow& it) {
    archive("value", it.value);
    archive("pid", it.pid);
    archive("ncnt", it.wait_more);
    archive("zcnt", it.wait_zero);
}

template <class Archive>
void fields(Archive& archive, sim::report::SemaphoreSetRow& it) {
    archive("key", it.key);
    archive("semid", it.semid);
    archive("uid", it.uid);
    archive("gid", it.gid);
    archive("cuid", it.cuid);
    archive("cgid", it.cgid);
    archive("mode", it.mode);
    archive("otime", it.otime);
    archive("ctime", it.ctime);
    archive("semaphores", it.semaphores);
}

template <class Archive>
void fields(Archive& archive, sim::report::QueueRow& it) {
    archive("key", it.key);
    archive("msqid", it.msqid);
    archive("uid", it.uid);
    archive("gid", it.gid);
    archive("cuid", it.cuid);
    archive("cgid", it.cgid);
    archive("mode", it.mode);
    archive("bytes", it.bytes);
    archive("messages", it.messages);
    archive("lspid", it.lspid);
    archive("lrpid", it.lrpid);
    archive("stime", it.stime);
    archive("rtime", it.rtime);
    archive("ctime", it.ctime);
}

template <class Archive>
void fields(Archive& archive, sim::report::FileRow& it) {
    archive("name", it.name);
    archive("inode", it.inode);
    archive("uid", it.uid);
    archive("gid", it.gid);
    archive("mode", it.mode);
    archive("bytes", it.bytes);
    archive("links", it.links);
    archive("mappings", it.mappings);
    archive("resident", it.resident);
}

template <class Archive>
void fields(Archive& archive, sim::report::TaskRow& it) {
    archive("pid", it.pid);
    archive("ppid", it.ppid);
    archive("tgid", it.tgid);
    archive("name", it.name);
    archive("uid", it.uid);
    archive("euid", it.euid);
    archive("gid", it.gid);
    archive("egid", it.egid);
    archive("state", it.state);
    archive("waiting_for", it.waiting_for);
    archive("exit_status", it.exit_status);
    archive("signal", it.signal);
    archive("si_code", it.si_code);
    archive("si_addr", it.si_addr);
}

template <class Archive>
void fields(Archive& archive, sim::report::Perms& it) {
    archive("r", it.read);
    archive("w", it.write);
    archive("x", it.execute);
    archive("s", it.shared, true);
}

template <class Archive>
void fields(Archive& archive, sim::report::AreaRow& it) {
    archive("start", it.start);
    archive("end", it.end);
    archive("perms", it.perms);
    archive("kind", it.kind);
    archive("shmid", it.shmid, sim::kNoSegment);
    archive("name", it.name);
    archive("offset", it.offset);
}

template <class Archive>
void fields(Archive& archive, sim::report::PageRow& it) {
    archive("page", it.page);
    archive("pfn", it.pfn, sim::kNoFrame);
    archive("present", it.present, true);
}

template <class Archive>
void fields(Archive& archive, host::RecordedArea& it) {
    archive("area", it.row);
    archive("inode", it.inode);
    archive("device", it.device);
}

template <class Archive>
void fields(Archive& archive, host::TaskChange& it) {
    archive("pid", it.pid);
    archive("row", it.row);
    archive("areas_gone", it.areas_gone);
    archive("areas", it.areas);
    archive("pages_gone", it.pages_gone);
    archive("pages", it.pages);
}

template <class Archive>
void fields(Archive& archive, host::ObjectChange& it) {
    archive("row", it.row);
    archive("device", it.device);
    archive("gone", it.gone);
}

template <class Archive>
void fields(Archive& archive, host::Changes& it) {
    archive("segments", it.segments);
    archive("segments_gone", it.segments_gone);
    archive("semaphores", it.semaphores);
    archive("semaphores_gone", it.semaphores_gone);
    archive("queues", it.queues);
    archive("queues_gone", it.queues_gone);
    archive("objects", it.objects);
    archive("tasks", it.tasks);
}

template <class Archive>
void fields(Archive& archive, host::Touch& it) {
    archive("address", it.address);
    archive("instruction", it.instruction);
    archive("access", it.access);
}

template <class Archive>
void fields(Archive& archive, host::Step& it) {
    archive("kind", it.kind, host::StepKind::call);
    archive("pid", it.pid);
    archive("time", it.time);
    archive("text", it.text);
    archive("number", it.number);
    archive("args", it.args);
    archive("result", it.result);
    archive("child", it.child);
    archive("status", it.status);
    archive("signal", it.signal);
    archive("si_code", it.si_code);
    archive("si_addr", it.fault_address);
    archive("touches", it.touches);
    archive("changes", it.changes);
}

template <class Archive>
void fields(Archive& archive, host::Limit& it) {
    archive("what", it.what);
    archive("name", it.name);
    archive("count", it.count);
}

// Without the steps: they are read and written one by one.
template <class Archive>
void fields(Archive& archive, host::Recording& it) {
    archive("command", it.command);
    archive("fault_events", it.fault_events);
    archive("frames", it.frames);
    archive("namespaces", it.namespaces, host::NamespaceKind::private_);
    archive("unseen", it.unseen);
    archive("limits", it.limits);
    archive("initial", it.initial);
}

}  // namespace app::session
