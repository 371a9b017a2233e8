"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { FormDialog } from "@/components/settings/form-dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toaster";
import { useUpdateAlertSettings } from "@/lib/client/channels/alert-settings";
import { listTimeZones } from "@/lib/client/channels/time-zones";

/** Chooses whose clocks messages show. */
export function TimeZoneDialog({ timeZone, onClose }: { timeZone: string; onClose: () => void }) {
  const t = useTranslations("channels.timeZone");
  const update = useUpdateAlertSettings();
  const form = useRef<HTMLFormElement>(null);
  const [chosen, setChosen] = useState(timeZone);
  const save = () =>
    update.mutate(
      { timeZone: chosen },
      {
        onSuccess: () => {
          toast.success(t("saved", { timeZone: chosen }));
          onClose();
        },
      },
    );
  return (
    <FormDialog
      title={t("label")}
      description={t("explain")}
      submitLabel={t("save")}
      form={form}
      failure={update.error?.message ?? null}
      pending={update.isPending}
      onSubmit={save}
      onClose={onClose}
    >
      <Field label={t("zone")} hint={t("zoneHint")} required>
        {(control) => (
          <Select {...control} translate="no" value={chosen} onChange={(event) => setChosen(event.target.value)}>
            {listTimeZones(timeZone).map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </Select>
        )}
      </Field>
    </FormDialog>
  );
}
