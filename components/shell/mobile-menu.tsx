"use client";

import { Menu } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Sheet } from "@/components/ui/sheet";
import { NavLinks } from "./nav-links";

/** The navigation where there is no room for the sidebar. */
export function MobileMenu() {
  const t = useTranslations("shell.nav");
  const [open, setOpen] = useState(false);
  return (
    <Sheet
      side="start"
      open={open}
      onOpenChange={setOpen}
      title={t("title")}
      trigger={<IconButton icon={Menu} label={t("open")} className="-ml-2 lg:hidden" />}
    >
      <NavLinks onNavigate={() => setOpen(false)} />
    </Sheet>
  );
}
