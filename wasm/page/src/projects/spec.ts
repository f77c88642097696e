/** A project as it is edited, and as the core takes it. */
import type { ProjectInfo, ProjectSpec } from "veyl";

export interface Draft {
  /** The project that is edited; undefined for a new one. */
  id: number | undefined;
  was: string | undefined;
  name: string;
  description: string;
  status: string;
  platforms: string[];
  /** "tag", or "tiktok:tag" for one platform. */
  hashtags: string[];
  creators: string[];
  scopeType: "hashtags" | "creators" | "both";
  scopeQuery: string;
}

export const EMPTY: Draft = {
  id: undefined,
  was: undefined,
  name: "",
  description: "",
  status: "active",
  platforms: [],
  hashtags: [],
  creators: [],
  scopeType: "both",
  scopeQuery: "",
};

export function draftOf(project: ProjectInfo): Draft {
  return {
    id: project.id,
    was: project.name,
    name: project.name,
    description: project.description ?? "",
    status: project.status ?? "draft",
    platforms: project.platforms ?? [],
    hashtags: project.hashtags ?? [],
    creators: project.creators ?? [],
    scopeType: project.scope_type ?? "both",
    scopeQuery: project.scope_query ?? "",
  };
}

export function specOf(draft: Draft): ProjectSpec {
  const spec: ProjectSpec = {
    name: draft.name.trim(),
    status: draft.status,
    hashtags: draft.hashtags,
    creators: draft.creators,
  };
  if (draft.description.trim()) spec.description = draft.description.trim();
  if (draft.platforms.length > 0) spec.platforms = draft.platforms;
  if (draft.scopeQuery.trim()) spec.scope_query = draft.scopeQuery.trim();
  // What is followed says it, unless both are and only one should count.
  spec.scope_type =
    draft.hashtags.length === 0 && draft.creators.length > 0
      ? "creators"
      : draft.creators.length === 0
        ? "hashtags"
        : draft.scopeType;
  return spec;
}

/** Why a draft can not be saved yet. */
export function missing(draft: Draft, others: ProjectInfo[]): string | undefined {
  const name = draft.name.trim();
  if (!name) return "Give the project a name.";
  if (others.some((other) => other.name === name && other.id !== draft.id))
    return "There is a project of this name already.";
  if (draft.hashtags.length + draft.creators.length === 0) return "Follow at least one hashtag or creator.";
  return undefined;
}
