/** Campaigns on disk: one folder each, with `campaign.json` beside the runs that belong to it. */
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { Campaign } from '@shared/domain/campaign'
import { writeFileAtomic } from '../../storage/atomic-file'
import type { HomeFolder } from '../../storage/home-folder'
import { readJson } from '../../storage/run-folder'

const fileName = 'campaign.json'

export class CampaignStore {
  /** Campaigns of folders elsewhere that were opened or started in this process. */
  private readonly elsewhere = new Map<string, string>()

  constructor(private readonly home: HomeFolder) {}

  /** Folder for a new campaign. */
  folderFor(studyId: string | null, campaignId: string): string {
    return join(this.parentOf(studyId), campaignId)
  }

  async write(campaign: Campaign): Promise<void> {
    this.elsewhere.set(campaign.id, campaign.folder)
    await writeFileAtomic(join(campaign.folder, fileName), `${JSON.stringify(campaign, null, 2)}\n`)
  }

  /** Throws `not-found` where the folder holds no campaign. */
  async open(folder: string): Promise<Campaign> {
    const campaign = await readJson(join(resolve(folder), fileName), Campaign)
    if (campaign === null) {
      throw new AppError(
        'not-found',
        `${folder} is not a campaign's folder: it has no ${fileName}.`,
        'Give the folder that was written with --out.',
        'folder',
      )
    }
    const found = { ...campaign, folder: resolve(folder) }
    this.elsewhere.set(found.id, found.folder)
    return found
  }

  /** Newest first. */
  async list(studyId: string | null): Promise<Campaign[]> {
    const parent = this.parentOf(studyId)
    const names = await readdir(parent).catch(() => [])
    const found = await Promise.all(names.map((name) => this.open(join(parent, name)).catch(() => null)))
    return found.filter((one) => one !== null).sort((a, b) => b.createdAt.localeCompare(a.createdAt))
  }

  /** Throws `not-found`. */
  async find(campaignId: string): Promise<Campaign> {
    const folder = this.elsewhere.get(campaignId)
    if (folder === undefined)
      throw new AppError('not-found', `There is no campaign "${campaignId}".`, 'Choose one from the list.', 'campaignId')
    return this.open(folder)
  }

  private parentOf(studyId: string | null): string {
    return studyId === null ? join(this.home.path, 'campaigns') : join(this.home.path, 'studies', studyId, 'campaigns')
  }
}
