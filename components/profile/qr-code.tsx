import { encode } from "uqr";
import { prepareQrPath } from "@/lib/client/session/qr-path";

/** A QR code: dark on white in every theme, for many cameras do not read it the other way round. */
export function QrCode({ text, label, className }: { text: string; label: string; className?: string }) {
  const { path, size } = prepareQrPath(encode(text, { ecc: "M", border: 0 }).data);
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} className={className}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
