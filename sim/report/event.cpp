#include "sim/report/event.h"

namespace sim::report {
namespace {

struct Name {
    Rule rule;
    std::string_view text;
};

// In the enumeration's order, so that a rule is its own index.
constexpr std::array kRuleNames{
    Name{Rule::syscall_enter, "syscall_enter"},
    Name{Rule::syscall_return, "syscall_return"},
    Name{Rule::call_failed, "call_failed"},
    Name{Rule::key_private, "key_private"},
    Name{Rule::key_absent, "key_absent"},
    Name{Rule::key_found, "key_found"},
    Name{Rule::creat_missing, "creat_missing"},
    Name{Rule::excl_exists, "excl_exists"},
    Name{Rule::size_too_large, "size_too_large"},
    Name{Rule::size_out_of_range, "size_out_of_range"},
    Name{Rule::shmall_exceeded, "shmall_exceeded"},
    Name{Rule::shmmni_exceeded, "shmmni_exceeded"},
    Name{Rule::memory_exceeded, "memory_exceeded"},
    Name{Rule::id_unknown, "id_unknown"},
    Name{Rule::id_found, "id_found"},
    Name{Rule::permission_granted, "permission_granted"},
    Name{Rule::permission_denied, "permission_denied"},
    Name{Rule::owner_required, "owner_required"},
    Name{Rule::command_unknown, "command_unknown"},
    Name{Rule::address_chosen, "address_chosen"},
    Name{Rule::address_unaligned, "address_unaligned"},
    Name{Rule::address_taken, "address_taken"},
    Name{Rule::address_invalid, "address_invalid"},
    Name{Rule::attach_found, "attach_found"},
    Name{Rule::attach_absent, "attach_absent"},
    Name{Rule::area_found, "area_found"},
    Name{Rule::area_absent, "area_absent"},
    Name{Rule::area_allows, "area_allows"},
    Name{Rule::area_forbids, "area_forbids"},
    Name{Rule::page_resident, "page_resident"},
    Name{Rule::page_absent, "page_absent"},
    Name{Rule::limit_exceeded, "limit_exceeded"},
    Name{Rule::pointer_bad, "pointer_bad"},
    Name{Rule::unsupported, "unsupported"},
    Name{Rule::child_absent, "child_absent"},
    Name{Rule::process_unknown, "process_unknown"},
    Name{Rule::signal_forbidden, "signal_forbidden"},
    Name{Rule::descriptor_bad, "descriptor_bad"},
    Name{Rule::path_absent, "path_absent"},
    Name{Rule::argument_invalid, "argument_invalid"},
    Name{Rule::area_open, "area_open"},
    Name{Rule::area_close, "area_close"},
    Name{Rule::area_resize, "area_resize"},
    Name{Rule::pte_set, "pte_set"},
    Name{Rule::pte_clear, "pte_clear"},
    Name{Rule::pte_protect, "pte_protect"},
    Name{Rule::table_link, "table_link"},
    Name{Rule::table_unlink, "table_unlink"},
    Name{Rule::tlb_miss, "tlb_miss"},
    Name{Rule::walk_done, "walk_done"},
    Name{Rule::tlb_fill, "tlb_fill"},
    Name{Rule::tlb_flush_page, "tlb_flush_page"},
    Name{Rule::tlb_flush_range, "tlb_flush_range"},
    Name{Rule::tlb_flush_asid, "tlb_flush_asid"},
    Name{Rule::tlb_shootdown, "tlb_shootdown"},
    Name{Rule::dirty_set, "dirty_set"},
    Name{Rule::access_retry, "access_retry"},
    Name{Rule::load, "load"},
    Name{Rule::store, "store"},
    Name{Rule::fault_enter, "fault_enter"},
    Name{Rule::fault_minor, "fault_minor"},
    Name{Rule::fault_cow, "fault_cow"},
    Name{Rule::fault_cow_reuse, "fault_cow_reuse"},
    Name{Rule::fault_signal, "fault_signal"},
    Name{Rule::frame_alloc, "frame_alloc"},
    Name{Rule::frame_free, "frame_free"},
    Name{Rule::frame_mapcount, "frame_mapcount"},
    Name{Rule::segment_create, "segment_create"},
    Name{Rule::segment_attach, "segment_attach"},
    Name{Rule::segment_detach, "segment_detach"},
    Name{Rule::segment_set, "segment_set"},
    Name{Rule::segment_dest, "segment_dest"},
    Name{Rule::segment_destroy, "segment_destroy"},
    Name{Rule::segment_stat, "segment_stat"},
    Name{Rule::object_create, "object_create"},
    Name{Rule::object_destroy, "object_destroy"},
    Name{Rule::process_spawn, "process_spawn"},
    Name{Rule::process_fork, "process_fork"},
    Name{Rule::process_exit, "process_exit"},
    Name{Rule::process_reaped, "process_reaped"},
    Name{Rule::process_reparented, "process_reparented"},
    Name{Rule::brk_moved, "brk_moved"},
    Name{Rule::signal_send, "signal_send"},
    Name{Rule::signal_deliver, "signal_deliver"},
    Name{Rule::out_of_memory_kill, "out_of_memory_kill"},
    Name{Rule::wait_child, "wait_child"},
    Name{Rule::wait_input, "wait_input"},
    Name{Rule::wait_sleep, "wait_sleep"},
    Name{Rule::wait_signal, "wait_signal"},
    Name{Rule::wake_child, "wake_child"},
    Name{Rule::wake_input, "wake_input"},
    Name{Rule::wake_sleep, "wake_sleep"},
    Name{Rule::write_out, "write_out"},
    Name{Rule::copy_to_user, "copy_to_user"},
    Name{Rule::copy_from_user, "copy_from_user"},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < kRuleNames.size(); ++i) {
        if (kRuleNames[i].rule != static_cast<Rule>(i)) return false;
    }
    return true;
}
static_assert(kRuleNames.size() == static_cast<std::size_t>(Rule::count_), "every rule has a name");
static_assert(in_order(), "names stand in the order of the enumeration");

constexpr std::array<std::string_view, 16> kEventTypeNames{
    "call",    "return", "check",   "area",   "pte",  "tlb",  "fault",  "frame",
    "segment", "object", "process", "signal", "wait", "wake", "output", "copy",
};
static_assert(kEventTypeNames.size() == static_cast<std::size_t>(EventType::copy) + 1);

}  // namespace

std::string_view event_type_name(EventType type) {
    return kEventTypeNames[static_cast<std::size_t>(type)];
}

std::string_view rule_name(Rule rule) {
    const auto index = static_cast<std::size_t>(rule);
    return index < kRuleNames.size() ? kRuleNames[index].text : "unknown";
}

}  // namespace sim::report
