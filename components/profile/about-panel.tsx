"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { NameField } from "@/components/sign-in/credential-field";
import { CredentialNotice } from "@/components/sign-in/credential-notice";
import { Button } from "@/components/ui/button";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Panel } from "@/components/ui/panel";
import { toast } from "@/components/ui/toaster";
import { useRename } from "@/lib/client/session/me";
import { useCredentialForm } from "@/lib/client/session/use-credential-form";
import type { Viewer } from "@/lib/contracts/session";

/** Name, address and role. Only the name is a person's own to change. */
export function AboutPanel({ viewer }: { viewer: Viewer }) {
  const t = useTranslations("profile.you");
  const tRole = useTranslations("shell.role");
  const router = useRouter();
  const rename = useRename();
  const form = useCredentialForm({ name: "name" }, { name: viewer.name });

  const submit = form.submit(({ name }) => {
    if (rename.isPending) return;
    rename.mutate(name.trim(), {
      onSuccess: () => {
        toast.success(t("saved"));
        // The header shows the name too.
        router.refresh();
      },
      onError: form.fail,
    });
  });

  return (
    <Panel label={t("label")}>
      <DescriptionList className="border-y">
        <DescriptionItem term={t("email")}>{viewer.email}</DescriptionItem>
        <DescriptionItem term={t("role")}>
          <span className="font-medium">{tRole(`${viewer.role}.name`)}</span>
          <span className="block text-muted text-xs">{tRole(`${viewer.role}.can`)}</span>
        </DescriptionItem>
      </DescriptionList>
      <form ref={form.ref} noValidate method="post" onSubmit={submit} className="mt-4 grid gap-4">
        <CredentialNotice form={form} />
        <NameField form={form} field="name" />
        <Button type="submit" loading={rename.isPending} className="justify-self-start">
          {t("save")}
        </Button>
      </form>
    </Panel>
  );
}
