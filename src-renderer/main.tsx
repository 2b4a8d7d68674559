/** The page's entry: connects to the engine and the main process, then shows the window. */
import './client/configure-zod'
import { mountWindow } from './app/mount-window'
import { provideServices } from './app/services'
import { connect } from './client/connect'

const { engine, host } = connect()
provideServices({ engine: engine.client, host })
mountWindow(document.getElementById('root')!)
