import type { RemoteCrossFilter, RemoteDataset, RemoteModule } from "../src/engine/remote";

export type { RemoteCrossFilter, RemoteDataset, RemoteModule };
export interface Connection {
  veyl: RemoteModule;
  Dataset: { create(): Promise<RemoteDataset>; fromSnapshot(bytes: Uint8Array): Promise<RemoteDataset> };
  terminate(): void;
}
export function connect(options?: { worker?: Worker | URL; wasm?: URL }): Promise<Connection>;
