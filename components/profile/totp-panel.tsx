"use client";

import { ShieldCheck, ShieldOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import type { Viewer } from "@/lib/contracts/session";
import { DisableTotpDialog } from "./disable-totp-dialog";
import { RenewCodesDialog } from "./renew-codes-dialog";
import { SetUpTotpDialog } from "./set-up-totp-dialog";

type OpenDialog = "setUp" | "renew" | "disable" | null;

/** Whether a sign-in asks for a code besides the password, and the ways to change that. */
export function TotpPanel({ viewer }: { viewer: Viewer }) {
  const t = useTranslations("profile.totp");
  const [open, setOpen] = useState<OpenDialog>(null);
  const commands = useRef<HTMLDivElement>(null);
  const toggle = (dialog: OpenDialog) => (opens: boolean) => setOpen(opens ? dialog : null);

  const isOpen = open !== null;
  useEffect(() => {
    if (!isOpen) return;
    // The button that opened the dialog may be gone when it closes, and the focus with it: then its place takes the
    // focus, one turn later, as the dialog gives it back.
    return () => {
      setTimeout(() => {
        if (document.activeElement === document.body) commands.current?.focus();
      });
    };
  }, [isOpen]);

  if (!viewer.password) {
    return (
      <Panel label={t("label")}>
        <p className="max-w-[65ch] text-muted">{t("none")}</p>
      </Panel>
    );
  }
  return (
    <Panel
      label={t("label")}
      actions={
        <Badge tone={viewer.totp ? "success" : "neutral"} icon={viewer.totp ? ShieldCheck : ShieldOff}>
          {t(viewer.totp ? "on" : "off")}
        </Badge>
      }
    >
      <p className="mb-4 max-w-[65ch] text-muted">{t(viewer.totp ? "onHint" : "offHint")}</p>
      <div ref={commands} tabIndex={-1} className="flex flex-wrap gap-2 outline-none">
        {/* Each stays while its dialog is open, whatever the viewer has become meanwhile. */}
        {(!viewer.totp || open === "setUp") && (
          <SetUpTotpDialog
            email={viewer.email}
            open={open === "setUp"}
            onOpenChange={toggle("setUp")}
            trigger={<Button variant="primary">{t("turnOn")}</Button>}
          />
        )}
        {viewer.totp && open !== "setUp" && (
          <>
            <RenewCodesDialog
              email={viewer.email}
              open={open === "renew"}
              onOpenChange={toggle("renew")}
              trigger={<Button>{t("newCodes")}</Button>}
            />
            <DisableTotpDialog
              open={open === "disable"}
              onOpenChange={toggle("disable")}
              trigger={<Button>{t("turnOff")}</Button>}
            />
          </>
        )}
      </div>
    </Panel>
  );
}
