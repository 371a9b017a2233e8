"use client";

import { useCommand } from "@/components/settings/use-command";
import { useAllows } from "@/lib/client/session/viewer";
import { AddChannelSheet } from "./add-channel-sheet";
import type { ChannelCommand } from "./channel-command";
import { ChannelsPanel } from "./channels-panel";
import { DeleteChannelDialog } from "./delete-channel-dialog";
import { EditChannelSheet } from "./edit-channel-sheet";
import { HeartbeatPanel } from "./heartbeat-panel";
import { PushPanel } from "./push-panel";
import { TestChannelDialog } from "./test-channel-dialog";
import { TimeZonePanel } from "./time-zone-panel";

/** Where alerts go, the viewer's own browsers, who notices when Banwatch itself falls silent, and whose clocks messages show. */
export function ChannelsView() {
  const { open, start, close } = useCommand<ChannelCommand>();
  const mayChange = useAllows("admin");
  return (
    <>
      <ChannelsPanel onCommand={start} />
      <div className="grid-fluid [--grid-min:26rem]">
        <PushPanel onAddChannel={() => start({ kind: "add", type: "push" })} />
        {mayChange && (
          <div className="flex flex-col gap-4">
            <HeartbeatPanel />
            <TimeZonePanel />
          </div>
        )}
      </div>
      {open?.kind === "add" && <AddChannelSheet type={open.type} onClose={close} />}
      {open?.kind === "edit" && <EditChannelSheet channel={open.channel} onClose={close} />}
      {open?.kind === "test" && <TestChannelDialog channel={open.channel} onClose={close} />}
      {open?.kind === "delete" && <DeleteChannelDialog channel={open.channel} onClose={close} />}
    </>
  );
}
