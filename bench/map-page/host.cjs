/** The smallest Electron window on an address: the same Chromium, and the same software rendering, as the app's. */
const { app, BrowserWindow } = require('electron')

app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1920, height: 1080, useContentSize: true })
  return window.loadURL(process.env.MAP_PAGE)
})
app.on('window-all-closed', () => app.quit())
